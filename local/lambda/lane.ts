import type { Clock } from "../clock";
import type { KinesisRecord } from "../kinesis/reader";
import { type Batch, newBatches } from "./batch-processor";
import { maxPayloadBytes } from "./kinesis-event";

/** What a lane is made from. */
export interface LaneOptions {
  readonly batchSize: number;
  /** How long a batch waits for more records. */
  readonly windowMs: number;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  /** A record's share of an event's JSON. */
  readonly payloadBytes: (record: KinesisRecord) => number;
  /** Makes one attempt at a batch: what of it is still to do, in order. */
  readonly attempt: (batch: Batch) => Promise<Batch[]>;
  /** Called when a batch was taken from the queue, and when one is done. */
  readonly onProgress: () => void;
}

/** The JSON around the records. */
const envelopeBytes = '{"Records":[]}'.length;

/**
 * One of a shard's sequences of batches, one in flight at a time. A partition key always has the same lane, which
 * keeps its order while the lanes of a shard work side by side.
 */
export class Lane {
  readonly #options: LaneOptions;
  /** Read, and not in a batch yet. */
  #queue: KinesisRecord[] = [];
  #queuePayloadBytes = envelopeBytes;
  /** In order; the first is the one in flight. */
  #batches: Batch[] = [];
  #working: Promise<void> | undefined;
  #windowStartMs = 0;
  #cancelWindowEnd: (() => void) | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Records that wait for their batch. */
  get queuedRecords(): number {
    return this.#queue.length;
  }

  /** What they come to in an event's JSON. */
  get queuedPayloadBytes(): number {
    return this.#queuePayloadBytes;
  }

  /** How many records wait or are in a batch. */
  get unfinishedRecords(): number {
    return this.#batches.reduce((sum, { records }) => sum + records.length, this.#queue.length);
  }

  /** The first of them. */
  get firstUnfinished(): KinesisRecord | undefined {
    return this.#batches[0]?.records[0] ?? this.#queue[0];
  }

  /** These records, in their order. */
  unfinished(): readonly KinesisRecord[] {
    return [...this.#batches.flatMap(({ records }) => records), ...this.#queue];
  }

  /** Adds a record; `wake` sees to it. */
  add(record: KinesisRecord): void {
    if (this.#queue.length === 0 && !this.#working) this.#windowStartMs = this.#options.clock.now();
    this.#queue.push(record);
    this.#queuePayloadBytes += this.#options.payloadBytes(record);
  }

  /** Begins a batch if there is one to begin, or sets the time at which its window ends. */
  wake(): void {
    if (this.#working || this.#options.stopping.aborted) return;
    if (this.#isBatchReady()) {
      this.#working = this.#work().finally(() => {
        this.#working = undefined;
        this.#options.onProgress();
        this.wake();
      });
    } else if (this.#queue.length > 0) {
      this.#cancelWindowEnd ??= this.#options.clock.schedule(() => {
        this.#cancelWindowEnd = undefined;
        this.wake();
      }, this.#windowEndMs() - this.#options.clock.now());
    }
  }

  /** Resolves when the attempt under way has ended. */
  async stop(): Promise<void> {
    this.#cancelWindowEnd?.();
    await this.#working;
  }

  /** Takes one batch from the queue, and works at it and at what becomes of it until nothing is left. */
  async #work(): Promise<void> {
    const { attempt, clock, stopping, onProgress } = this.#options;
    this.#batches = newBatches(this.#takeBatch());
    onProgress();
    for (let batch = this.#batches[0]; batch && !stopping.aborted; batch = this.#batches[0]) {
      const rest = await attempt(batch);
      this.#batches.splice(0, 1, ...rest);
    }
    // The next window begins when the invocation before it ends.
    this.#windowStartMs = clock.now();
  }

  #windowEndMs(): number {
    return this.#windowStartMs + this.#options.windowMs;
  }

  #isBatchReady(): boolean {
    const { batchSize, clock } = this.#options;
    if (this.#queue.length === 0) return false;
    if (this.#queue.length >= batchSize || this.#queuePayloadBytes >= maxPayloadBytes) return true;
    return clock.now() >= this.#windowEndMs();
  }

  /** The first records of the queue, as many as a batch may have; always one, however large. */
  #takeBatch(): KinesisRecord[] {
    const { batchSize, payloadBytes } = this.#options;
    let count = 0;
    let batchBytes = envelopeBytes;
    for (const record of this.#queue) {
      const bytes = payloadBytes(record);
      if (count === batchSize || (count > 0 && batchBytes + bytes > maxPayloadBytes)) break;
      batchBytes += bytes;
      count++;
    }
    this.#queuePayloadBytes -= batchBytes - envelopeBytes;
    return this.#queue.splice(0, count);
  }
}
