import type { KinesisRecord, ShardReader } from "../kinesis/reader";
import { BatchProcessor, type MappingContext } from "./batch-processor";
import { maxPayloadBytes, payloadSizer } from "./kinesis-event";
import { Lane } from "./lane";

/** How far a mapping is in a shard. */
export interface ShardPosition {
  /** Index of the record to read next. */
  readonly nextIndex: number;
  /** Records before it that were read and not finished, in their order. */
  readonly unfinished: readonly KinesisRecord[];
}

/** One read takes what one GetRecords call returns at most. */
const maxReadBytes = 10 * 1024 * 1024;

/** AWS polls a shard once a second: so long until a read that was refused is tried again. */
const refusedReadMs = 1_000;

/** Reads one shard for a mapping, and spreads its records over as many lanes as the mapping's parallelization factor. */
export class ShardConsumer {
  readonly #reader: ShardReader;
  readonly #context: MappingContext;
  readonly #onDrained: () => void;
  readonly #processor: BatchProcessor;
  readonly #lanes: readonly Lane[];
  readonly #unfinishedBefore: readonly KinesisRecord[];
  #nextIndex: number;
  #fillScheduled = false;
  #unsubscribe: () => void = () => undefined;
  #cancelNextFill: () => void = () => undefined;

  /**
   * @param position where to begin, or to go on
   * @param onDrained called when the shard is closed and nothing of it is left to do
   */
  constructor(context: MappingContext, reader: ShardReader, position: ShardPosition, onDrained: () => void) {
    const { configuration, clock, stopping } = context;
    const source = { ...configuration, shardId: reader.shardId };
    this.#reader = reader;
    this.#context = context;
    this.#onDrained = onDrained;
    this.#unfinishedBefore = position.unfinished;
    this.#nextIndex = position.nextIndex;
    this.#processor = new BatchProcessor(context, reader, source);
    const payloadBytes = payloadSizer(source);
    this.#lanes = Array.from(
      { length: configuration.parallelizationFactor },
      () =>
        new Lane({
          batchSize: configuration.batchSize,
          windowMs: configuration.maximumBatchingWindowInSeconds * 1000,
          clock,
          stopping,
          payloadBytes,
          attempt: (batch) => this.#processor.attempt(batch),
          onProgress: () => this.#scheduleFill(),
        }),
    );
  }

  /** Begins to read. */
  start(): void {
    this.#assign(this.#unfinishedBefore);
    this.#unsubscribe = this.#reader.onChange(() => this.#scheduleFill());
    this.#scheduleFill();
  }

  /** Resolves when the attempts under way have ended: where another may go on. */
  async stop(): Promise<ShardPosition> {
    this.#unsubscribe();
    this.#cancelNextFill();
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
    const unfinished = this.#lanes.flatMap((lane) => lane.unfinished());
    return { nextIndex: this.#nextIndex, unfinished: unfinished.sort((one, other) => one.index - other.index) };
  }

  /** Records that are still to be read, or read and not finished. */
  get pending(): number {
    return this.#reader.nextIndex - this.#nextIndex + sum(this.#lanes, (lane) => lane.unfinishedRecords);
  }

  /** Index of the first record that is not finished: all before it are. */
  get firstUnfinishedIndex(): number {
    const unfinished = this.#lanes.map(({ firstUnfinished }) => firstUnfinished?.index ?? this.#nextIndex);
    return Math.min(this.#nextIndex, ...unfinished);
  }

  /** Counts as expired, and skips, what retention took before it was read. */
  countTrimmed(): void {
    const trimmed = this.#reader.firstIndex - this.#nextIndex;
    if (trimmed <= 0) return;
    this.#context.statistics.expired += trimmed;
    this.#nextIndex += trimmed;
  }

  /** Age of the last record of the batch that was sent last. */
  get iteratorAgeMs(): number {
    return this.#processor.iteratorAgeMs;
  }

  /** Reads at the end of this turn: what one request adds record by record comes as one batch. */
  #scheduleFill(): void {
    if (this.#fillScheduled) return;
    this.#fillScheduled = true;
    queueMicrotask(() => {
      this.#fillScheduled = false;
      if (!this.#context.stopping.aborted) this.#fill();
    });
  }

  /**
   * Reads ahead by up to one batch a lane. The bound is on all lanes together, which keeps memory constant: a lane that
   * is stuck on a failing batch fills it in time and then holds up the shard, whose checkpoint waits for it anyway.
   */
  #fill(): void {
    this.countTrimmed();
    const room = this.#room();
    if (room > 0 && this.#nextIndex < this.#reader.nextIndex) {
      if (this.#context.refusesRead(this.#reader.shardId)) this.#fillAgain(refusedReadMs);
      else {
        this.#read(room);
        // Filters leave room; others get their turn before the next read.
        if (this.#nextIndex < this.#reader.nextIndex && this.#room() > 0) this.#fillAgain(0);
      }
    }
    for (const lane of this.#lanes) lane.wake();
    if (this.#reader.closed && this.pending === 0) this.#onDrained();
  }

  #fillAgain(delayMs: number): void {
    this.#cancelNextFill();
    this.#cancelNextFill = this.#context.clock.schedule(() => this.#scheduleFill(), delayMs);
  }

  /** How many more records may be read ahead. */
  #room(): number {
    if (sum(this.#lanes, (lane) => lane.queuedPayloadBytes) >= maxPayloadBytes * this.#lanes.length) return 0;
    return this.#context.configuration.batchSize * this.#lanes.length - sum(this.#lanes, (lane) => lane.queuedRecords);
  }

  #read(maxRecords: number): void {
    const { reads, metrics } = this.#context;
    const read = () => this.#reader.read(this.#nextIndex, maxRecords, maxReadBytes);
    const records = reads.measureRead(this.#reader.shardId, read);
    const last = records.at(-1);
    if (last) this.#nextIndex = last.index + 1;
    metrics.polled?.record(records.length);
    this.#assign(records);
  }

  #assign(records: readonly KinesisRecord[]): void {
    const { matches, statistics, metrics } = this.#context;
    let filtered = 0;
    for (const record of records) {
      if (matches(record)) this.#laneOf(record.partitionKey).add(record);
      else filtered++;
    }
    statistics.filtered += filtered;
    metrics.filteredOut?.record(filtered);
  }

  #laneOf(partitionKey: string): Lane {
    const [only] = this.#lanes;
    const lane = this.#lanes.length === 1 ? only : this.#lanes[hash(partitionKey) % this.#lanes.length];
    if (!lane) throw new Error(`No lane for the partition key ${partitionKey}`);
    return lane;
  }
}

/** FNV-1a. AWS does not say how it spreads keys; any hash will do that sends a key to the same lane each time. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
