import type { Fault } from "../../local";

/** A fault to set, as the local AWS takes it; what is undefined is its to choose. */
export interface FaultRequest {
  readonly kind: string;
  readonly target: string;
  readonly operation: string | undefined;
  readonly share: number | undefined;
  readonly seconds: number | undefined;
  readonly perSecond: number | undefined;
  readonly forSeconds: number | undefined;
}

/** The faults of a local AWS that runs. */
export class FaultsClient {
  readonly #url: string;

  /** @param endpoint such as `http://127.0.0.1:4566` */
  constructor(private readonly endpoint: string) {
    this.#url = new URL("/_weir/faults", endpoint).href;
  }

  /** Those in force. @throws Error when nothing listens, or what does is no local AWS */
  async list(): Promise<readonly Fault[]> {
    return (await this.#call<{ readonly faults: readonly Fault[] }>("GET", this.#url)).faults;
  }

  /** Sets one. @throws Error as `list`, and with what is wrong with it and the targets that there are */
  set(fault: FaultRequest): Promise<Fault> {
    return this.#call("POST", this.#url, fault);
  }

  /** Ends one, or all. @throws Error as `list`, and when there is none of that id */
  async clear(id: string | undefined): Promise<readonly Fault[]> {
    const url = id === undefined ? this.#url : `${this.#url}/${encodeURIComponent(id)}`;
    return (await this.#call<{ readonly cleared: readonly Fault[] }>("DELETE", url)).cleared;
  }

  async #call<Answer>(method: string, url: string, body?: object): Promise<Answer> {
    const response = await this.#fetch(url, { method, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (response.headers.get("content-type") !== "application/json") {
      throw new Error(`${this.endpoint} is no local AWS: it answers ${method} of ${url} with ${response.status}`);
    }
    const answer = JSON.parse(text) as Answer & { readonly error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  async #fetch(url: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(url, request);
    } catch (cause) {
      throw new Error(`nothing answers at ${this.endpoint}: start it with "weir up", or set --endpoint`, { cause });
    }
  }
}
