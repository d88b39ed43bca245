import { bucketOf, noBucket } from "./log-scale";

// Here and not imported: where a loader makes imports into properties, a loop that reads one is ten times as slow.
const bucketBits = 16;
const bucketMask = 0xffff;
const withoutBucket = noBucket;
const firstCapacity = 4;
const growth = 1.5;

/**
 * How often the values of each slot fell into each bucket of the logarithmic scale. Entries stand side by side in typed
 * arrays, since most slots have few and there are very many slots.
 */
export class Histogram {
  /** Slot and bucket of each entry, in one number. */
  #codes = new Uint32Array(firstCapacity);
  /** A percentile needs no more than their seven digits. */
  #counts = new Float32Array(firstCapacity);
  #length = 0;
  #openSlot = -1;
  /** The first entry of the slot that was written last: the others are behind it, most often alone. */
  #openPlace = 0;

  /** Counts a value. @param value undefined when nobody knows the single values */
  add(slot: number, value: number | undefined, count: number): void {
    if (slot !== this.#openSlot) {
      this.#openSlot = slot;
      this.#openPlace = this.#find(0, (code) => code >>> bucketBits === slot);
    }
    const wanted = (slot << bucketBits) + (value === undefined ? withoutBucket : bucketOf(value));
    const place = this.#find(this.#openPlace, (code) => code === wanted);
    if (place === this.#length) this.#append(wanted);
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
  }

  /** Calls `visit` once for each slot and bucket that has values. */
  forEach(visit: (slot: number, bucket: number, count: number) => void): void {
    for (let place = 0; place < this.#length; place++) {
      const code = this.#codes[place] ?? 0;
      visit(code >>> bucketBits, code & bucketMask, this.#counts[place] ?? 0);
    }
  }

  /** The place of the first such entry from a place on, or the one behind all entries. */
  #find(from: number, isWanted: (code: number) => boolean): number {
    let place = from;
    while (place < this.#length && !isWanted(this.#codes[place] ?? 0)) place++;
    return place;
  }

  #append(code: number): void {
    if (this.#length === this.#codes.length) {
      const capacity = Math.ceil(this.#length * growth);
      const [codes, counts] = [new Uint32Array(capacity), new Float32Array(capacity)];
      codes.set(this.#codes);
      counts.set(this.#counts);
      this.#codes = codes;
      this.#counts = counts;
    }
    this.#codes[this.#length++] = code;
  }
}
