import type { Sections, View } from "../snapshot";

/** What has come of the sections. */
export type Update = Partial<Sections>;

/** How the page hears of the platform. */
export type ConnectionState = "live" | "reconnecting" | "paused";

/** The browser's own tries may end, as when something else answers at the address. */
const retryMs = 1_000;

/** Follows the platform by server-sent events, and rests while nobody sees the page. */
export class Connection {
  #source: EventSource | undefined;
  #retry: number | undefined;

  constructor(
    private view: View,
    private readonly onUpdate: (update: Update) => void,
    private readonly onState: (state: ConnectionState) => void,
  ) {
    document.addEventListener("visibilitychange", () => this.#open());
    this.#open();
  }

  /** Follows something else. */
  choose(choice: Partial<View>): void {
    this.view = { ...this.view, ...choice };
    this.#open();
  }

  #open(): void {
    this.#source?.close();
    clearTimeout(this.#retry);
    if (document.hidden) {
      this.onState("paused");
      return;
    }
    const chosen = Object.entries(this.view).filter(([, value]) => value !== undefined);
    const source = new EventSource(
      `events?${new URLSearchParams(chosen.map(([name, value]) => [name, String(value)]))}`,
    );
    source.onmessage = ({ data }) => {
      this.onState("live");
      this.onUpdate(JSON.parse(data) as Update);
    };
    source.onerror = () => {
      this.onState("reconnecting");
      if (source.readyState === EventSource.CLOSED) this.#retry = setTimeout(() => this.#open(), retryMs);
    };
    this.#source = source;
  }
}
