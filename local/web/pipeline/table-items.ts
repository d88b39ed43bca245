import { realClock } from "../../clock";

/** Counting takes at most this share of the time, however large the tables grow. */
const dutyShare = 0.05;

/** How many items tables hold, counted now and then while somebody asks. */
export class TableItems {
  readonly #items = new Map<string, number>();
  #restsUntilMs = 0;
  #isCounting = false;

  constructor(
    private readonly countItems: (tableName: string) => Promise<number>,
    private readonly notice: (line: string) => void,
  ) {}

  /** As of the last count. */
  of(tableName: string): number {
    const items = this.#items.get(tableName) ?? 0;
    this.#items.set(tableName, items);
    this.#countAgain();
    return items;
  }

  #countAgain(): void {
    if (this.#isCounting || realClock.now() < this.#restsUntilMs) return;
    this.#isCounting = true;
    this.#count()
      .catch((error) => this.notice(`the items of tables can't be counted: ${error}`))
      .finally(() => {
        this.#isCounting = false;
      });
  }

  async #count(): Promise<void> {
    const startedMs = realClock.now();
    for (const table of this.#items.keys()) this.#items.set(table, await this.countItems(table));
    const endedMs = realClock.now();
    this.#restsUntilMs = endedMs + (endedMs - startedMs) / dutyShare;
  }
}
