import type { ServerResponse } from "node:http";
import { type Clock, realClock } from "../clock";
import type { SectionName, View } from "./snapshot";

/** Sections as JSON, by name. */
export type SectionTexts = ReadonlyMap<SectionName, string>;

/** Somebody who looks at the page. */
interface Viewer {
  readonly response: ServerResponse;
  readonly view: View;
  /** What was sent last of each section. */
  readonly sent: Map<SectionName, string>;
  /** Whether its connection has yet to take what was sent, or what is to be sent is being read: nothing is added then. */
  isBehind: boolean;
}

const everyMs = 1_000;

/**
 * Sends each viewer once a second what has changed, as server-sent events; reads nothing while nobody looks. A slow one
 * misses what was in between, and costs no memory.
 */
export class LiveEvents {
  readonly #viewers = new Set<Viewer>();
  #cancel: (() => void) | undefined;

  /**
   * @param read gives all sections as they are now
   * @param clock people look at the machine's, whatever the time of what they look at
   */
  constructor(
    private readonly read: (view: View) => Promise<SectionTexts>,
    private readonly notice: (line: string) => void,
    private readonly clock: Clock = realClock,
  ) {}

  /** Begins to send, until the client goes away. */
  begin(response: ServerResponse, view: View): void {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(`retry: ${everyMs}\n\n`);
    const viewer: Viewer = { response, view, sent: new Map(), isBehind: false };
    this.#viewers.add(viewer);
    response.on("drain", () => {
      viewer.isBehind = false;
    });
    response.on("close", () => this.#leave(viewer));
    void this.#send(viewer);
    this.#cancel ??= this.#schedule();
  }

  /** Ends all. */
  close(): void {
    for (const { response } of this.#viewers) response.end();
    this.#cancel?.();
  }

  #leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0) return;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #schedule(): () => void {
    return this.clock.schedule(() => {
      this.#cancel = this.#schedule();
      for (const viewer of this.#viewers) if (!viewer.isBehind) void this.#send(viewer);
    }, everyMs);
  }

  async #send(viewer: Viewer): Promise<void> {
    viewer.isBehind = true;
    try {
      const changed = [...(await this.read(viewer.view))].filter(([name, text]) => viewer.sent.get(name) !== text);
      for (const [name, text] of changed) viewer.sent.set(name, text);
      const sections = changed.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join();
      viewer.isBehind = !viewer.response.write(`data: {${sections}}\n\n`);
    } catch (error) {
      // The platform goes on without its page.
      this.notice(`the page can't be brought up to date: ${error instanceof Error ? error.stack : error}`);
      viewer.response.end();
    }
  }
}
