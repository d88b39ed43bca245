import type { KinesisRecord } from "./reader";

/** Trimmed records are dropped from memory this many at a time, and never less than half of all, so that a trim costs O(1). */
const minDropped = 1_024;

/** The records of a shard in the order they came; old ones leave at the head. */
export class RecordLog {
  #records: KinesisRecord[] = [];
  /** Where the kept records begin in `#records`. */
  #head = 0;
  #nextIndex = 0;

  /** Index that the next record must have: how many were ever appended. */
  get nextIndex(): number {
    return this.#nextIndex;
  }

  /** Index of the oldest record kept; `nextIndex` when there is none. */
  get firstIndex(): number {
    return this.#nextIndex - (this.#records.length - this.#head);
  }

  append(record: KinesisRecord): void {
    this.#records.push(record);
    this.#nextIndex++;
  }

  /** Lets go of what arrived before `timestampMs`. */
  trim(timestampMs: number): void {
    const isOld = (record: KinesisRecord | undefined) => record !== undefined && record.arrivalMs < timestampMs;
    while (isOld(this.#records[this.#head])) this.#head++;
    if (this.#head >= minDropped && this.#head * 2 >= this.#records.length) {
      this.#records = this.#records.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Kept records from `fromIndex` on, as many as both bounds allow, and at least one if there is any. */
  read(fromIndex: number, maxRecords: number, maxBytes: number): readonly KinesisRecord[] {
    const start = this.#positionOf(fromIndex);
    let end = start;
    let bytes = 0;
    for (let record = this.#records[end]; record && end - start < maxRecords; record = this.#records[++end]) {
      bytes += record.sizeBytes;
      if (bytes > maxBytes && end > start) break;
    }
    return this.#records.slice(start, end);
  }

  /** Index of the first kept record that arrived at or after `timestampMs`; `nextIndex` when there is none. */
  indexAt(timestampMs: number): number {
    let low = this.#head;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const record = this.#records[middle];
      if (record && record.arrivalMs < timestampMs) low = middle + 1;
      else high = middle;
    }
    return this.firstIndex + (low - this.#head);
  }

  #positionOf(index: number): number {
    return this.#head + Math.max(0, index - this.firstIndex);
  }
}
