import { RateWindow } from "./rate-window";

const mebibyte = 1024 * 1024;

/**
 * What AWS allows a shard in a second: 1 MiB and 1,000 records written; five GetRecords, 2 MiB read;
 * five GetShardIterator (Kinesis developer guide, "Quotas and limits").
 */
export class ShardRates {
  readonly #writtenBytes: RateWindow;
  readonly #writtenRecords: RateWindow;
  readonly #reads: RateWindow;
  readonly #readBytes: RateWindow;
  readonly #iterators: RateWindow;

  /** @param limited false lets everything pass */
  constructor(limited: boolean) {
    const window = (perSecond: number) => new RateWindow(limited ? perSecond : Infinity);
    this.#writtenBytes = window(mebibyte);
    this.#writtenRecords = window(1_000);
    this.#reads = window(5);
    this.#readBytes = window(2 * mebibyte);
    this.#iterators = window(5);
  }

  /** Whether a record may be written now; if so, it counts. One of more than 1 MiB is owed by the seconds that follow. */
  takeWrite(nowMs: number, sizeBytes: number): boolean {
    // "To accommodate large records, Kinesis bursts up to 10 MiB, while averaging out to 1 MiB per second."
    const neededBytes = sizeBytes > mebibyte ? 1 : sizeBytes;
    if (this.#writtenBytes.left(nowMs) < neededBytes || this.#writtenRecords.left(nowMs) < 1) return false;
    this.#writtenBytes.take(sizeBytes);
    this.#writtenRecords.take(1);
    return true;
  }

  /** Whether GetRecords may be called now; if so, it counts. What it returns is told to `addReadBytes`. */
  takeRead(nowMs: number): boolean {
    if (this.#reads.left(nowMs) < 1 || this.#readBytes.left(nowMs) <= 0) return false;
    this.#reads.take(1);
    return true;
  }

  /** Counts what a read returned: beyond 2 MiB it is owed by the seconds that follow. */
  addReadBytes(bytes: number): void {
    this.#readBytes.take(bytes);
  }

  /** Whether GetShardIterator may be called now; if so, it counts. */
  takeIterator(nowMs: number): boolean {
    if (this.#iterators.left(nowMs) < 1) return false;
    this.#iterators.take(1);
    return true;
  }
}
