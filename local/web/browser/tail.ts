import type { Tail } from "../snapshot";
import { byId, element, table } from "./element";
import { timeOfDay } from "./format";
import { offer } from "./offer";

/** Shows the newest records of a stream, unless a person holds them to read. */
export class TailTable {
  readonly #root = byId("tail", HTMLElement);
  readonly #hold = byId("hold", HTMLButtonElement);
  #records: Tail["records"] = [];

  constructor() {
    this.#hold.addEventListener("click", () => {
      this.#hold.setAttribute("aria-pressed", String(!this.#isHeld));
      this.#draw();
    });
  }

  show({ stream, streams, records }: Tail): void {
    offer(byId("stream", HTMLSelectElement), streams, stream);
    this.#records = records;
    this.#draw();
  }

  #draw(): void {
    if (this.#isHeld) return;
    const rows = this.#records.map(({ arrivalMs, shardId, partitionKey, aggregated, text }) => [
      timeOfDay(arrivalMs),
      shardId.replace(/^shardId-0*(?=\d)/, ""),
      partitionKey,
      element("code", {}, aggregated === undefined ? text : `${text} (the last of ${aggregated} in an aggregate)`),
    ]);
    this.#root.replaceChildren(
      rows.length > 0
        ? table(["Time", "Shard", "Partition key", "Record"], rows)
        : element("p", { class: "muted" }, "None so far."),
    );
  }

  get #isHeld(): boolean {
    return this.#hold.getAttribute("aria-pressed") === "true";
  }
}
