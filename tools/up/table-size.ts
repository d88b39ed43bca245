import type { LocalAws } from "../../local";

/** Counting takes at most this share of the time, however large the tables grow. */
const dutyShare = 0.05;
const leastPauseMs = 1_000;

/** How many items some tables hold, counted again and again. */
export class TableSize {
  /** As of the last count. */
  items = 0;
  #timer: NodeJS.Timeout | undefined;
  #counting: Promise<void> = Promise.resolve();

  constructor(
    private readonly local: LocalAws,
    private readonly tables: readonly string[],
  ) {
    this.#schedule(leastPauseMs);
  }

  /** Ends the counting; resolves when none is under way. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#counting;
    clearTimeout(this.#timer);
  }

  #schedule(pauseMs: number): void {
    this.#timer = setTimeout(() => {
      this.#counting = this.#count();
    }, pauseMs);
  }

  async #count(): Promise<void> {
    const startedMs = performance.now();
    let items = 0;
    for (const table of this.tables) items += await this.local.countItems(table);
    this.items = items;
    this.#schedule(Math.max(leastPauseMs, (performance.now() - startedMs) / dutyShare));
  }
}
