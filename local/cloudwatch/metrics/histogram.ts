import { bucketOf, noBucket } from "./log-scale";

/** Buckets have 16 bits, of which half the numbers are below zero. */
const bucketSpan = 65_536;
const bucketOffset = 32_768;
const firstCapacity = 4;

/**
 * How often the values of each slot fell into each bucket of the logarithmic scale. Entries stand side by side in one
 * typed array, since most slots have few and there are very many slots.
 */
export class Histogram {
  /** Pairs: slot and bucket in one number, and a count. */
  #entries = new Float64Array(2 * firstCapacity);
  #length = 0;
  /** Where the entries of the slot that was written last are, by slot and bucket. */
  readonly #places = new Map<number, number>();
  #openSlot = -1;

  /** Counts a value. @param value undefined when nobody knows the single values */
  add(slot: number, value: number | undefined, count: number): void {
    if (slot !== this.#openSlot) {
      this.#openSlot = slot;
      this.#places.clear();
    }
    const bucket = value === undefined ? noBucket : bucketOf(value);
    const place = this.#placeOf(slot * bucketSpan + bucket + bucketOffset);
    this.#entries[2 * place + 1] = (this.#entries[2 * place + 1] ?? 0) + count;
  }

  /** Calls `visit` for each entry; a slot and bucket may come more than once. */
  forEach(visit: (slot: number, bucket: number, count: number) => void): void {
    for (let place = 0; place < this.#length; place++) {
      const code = this.#entries[2 * place] ?? 0;
      visit(Math.floor(code / bucketSpan), (code % bucketSpan) - bucketOffset, this.#entries[2 * place + 1] ?? 0);
    }
  }

  #placeOf(code: number): number {
    const known = this.#places.get(code);
    if (known !== undefined) return known;
    if (2 * this.#length === this.#entries.length) this.#makeRoom();
    const place = this.#length++;
    this.#entries[2 * place] = code;
    this.#places.set(code, place);
    return place;
  }

  /** Slots that are written in turns leave several entries of one bucket: they become one before more room is taken. */
  #makeRoom(): void {
    const counts = new Map<number, number>();
    for (let place = 0; place < this.#length; place++) {
      const code = this.#entries[2 * place] ?? 0;
      counts.set(code, (counts.get(code) ?? 0) + (this.#entries[2 * place + 1] ?? 0));
    }
    const capacity = Math.max(firstCapacity, Math.ceil(counts.size * 1.5));
    this.#entries = new Float64Array(2 * capacity);
    this.#places.clear();
    this.#length = 0;
    for (const [code, count] of counts) {
      this.#entries[2 * this.#length] = code;
      this.#entries[2 * this.#length + 1] = count;
      if (Math.floor(code / bucketSpan) === this.#openSlot) this.#places.set(code, this.#length);
      this.#length++;
    }
  }
}
