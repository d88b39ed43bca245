import type { Clock } from "../../clock";
import type { ReadMetrics, ShardReader, StreamReader } from "../../kinesis/reader";
import { oldestAgeMs, totalBytes } from "../../kinesis/record-ages";
import { type DeliveryMetric, streamSourceMetrics } from "../delivery-metrics";
import type { DeliveryRecord, Receipt } from "./delivery-record";
import { streamRecords } from "./stream-records";

/** What a source reads, and who takes it. */
export interface KinesisSourceOptions {
  readonly stream: StreamReader;
  readonly clock: Clock;
  readonly metric: DeliveryMetric;
  /**
   * By shard, the index from which a crashed delivery stream goes on: all before it is settled. Empty for one that
   * begins, which reads what arrives from then on (LATEST).
   */
  readonly checkpoints: Map<string, number>;
  /** Whether a fault keeps it from reading a shard now: it tries again in a second. */
  readonly refusesRead: (shardId: string) => boolean;
  /** Whether more may be read now; `wake` tells that this has changed. */
  readonly hasRoom: () => boolean;
  readonly take: (records: readonly DeliveryRecord[]) => void;
}

/** One read: small enough for checkpoints to follow closely, and for shards to take turns. */
const maxReadRecords = 1_000;
const maxReadBytes = 1024 * 1024;

/** AWS calls GetRecords of a shard once a second: so long until a read that was refused is tried again. */
const refusedReadMs = 1_000;

/** Records that were read together. */
interface Read {
  readonly endIndex: number;
  unsettled: number;
}

interface ShardProgress {
  readonly reader: ShardReader;
  nextIndex: number;
  /** In the order of the shard. */
  readonly reads: Set<Read>;
  readonly unsubscribe: () => void;
}

/**
 * Reads a stream for a delivery stream: a shard after its parents, what was there before from LATEST on, and shards
 * that a reshard adds from their first record. KPL aggregates are taken apart.
 */
export class KinesisSource {
  /** Records that retention took before they were read. */
  expired = 0;
  readonly #options: KinesisSourceOptions;
  readonly #metrics: ReturnType<typeof streamSourceMetrics>;
  /** The stream's own. */
  readonly #reads: ReadMetrics;
  readonly #shards = new Map<string, ShardProgress>();
  #unsubscribe: () => void = () => undefined;
  #endSampling: () => void = () => undefined;
  #cancelNextFill: () => void = () => undefined;
  #fillScheduled = false;
  #stopped = false;

  constructor(options: KinesisSourceOptions) {
    this.#options = options;
    this.#metrics = streamSourceMetrics(options.metric);
    this.#reads = options.stream.readMetrics();
  }

  /** Records in the stream that are still to be read. */
  get unread(): number {
    let records = 0;
    for (const { reader, nextIndex } of this.#shards.values()) records += reader.nextIndex - nextIndex;
    return records;
  }

  /** Begins to read: from the checkpoints, or if there are none at LATEST. */
  start(): void {
    const { stream, checkpoints } = this.#options;
    if (checkpoints.size === 0) {
      for (const { shardId, nextIndex } of stream.shards()) checkpoints.set(shardId, nextIndex);
    }
    this.#unsubscribe = stream.onShardsChange(() => this.#followShards());
    this.#endSampling = this.#reads.sampleAges(() => this.#nextIndexes());
    this.#followShards();
  }

  /** Reads no more. */
  stop(): void {
    this.#stopped = true;
    this.#cancelNextFill();
    this.#unsubscribe();
    this.#endSampling();
    for (const { unsubscribe } of this.#shards.values()) unsubscribe();
  }

  /** Reads at the end of this turn: what one request adds record by record comes as one batch. */
  wake(): void {
    if (this.#fillScheduled) return;
    this.#fillScheduled = true;
    queueMicrotask(() => {
      this.#fillScheduled = false;
      if (!this.#stopped) this.#fill();
    });
  }

  #followShards(): void {
    const { stream, checkpoints } = this.#options;
    const shards = stream.shards();
    const listed = new Set(shards.map(({ shardId }) => shardId));
    for (const [shardId, { reader, nextIndex, unsubscribe }] of this.#shards) {
      if (listed.has(shardId)) continue;
      // Retention takes a closed shard with all that is in it.
      this.expired += reader.nextIndex - nextIndex;
      unsubscribe();
      this.#shards.delete(shardId);
    }
    for (const shardId of checkpoints.keys()) if (!listed.has(shardId)) checkpoints.delete(shardId);
    for (const reader of shards) {
      if (this.#shards.has(reader.shardId)) continue;
      // A shard without a checkpoint was added after the start: read whole. A disk that lost power may have lost the end of one.
      const nextIndex = Math.min(checkpoints.get(reader.shardId) ?? 0, reader.nextIndex);
      checkpoints.set(reader.shardId, nextIndex);
      const unsubscribe = reader.onChange(() => this.wake());
      this.#shards.set(reader.shardId, { reader, nextIndex, reads: new Set(), unsubscribe });
    }
    this.wake();
  }

  /** One read from each shard that may be read; others get their turn before the next. */
  #fill(): void {
    let hasMore = false;
    let isRefused = false;
    for (const [shardId, shard] of [...this.#shards]) {
      if (!this.#options.hasRoom()) return;
      if (!this.#parentsAreRead(shard)) continue;
      this.#skipTrimmed(shard);
      if (shard.nextIndex < shard.reader.nextIndex && this.#options.refusesRead(shardId)) {
        isRefused = true;
        continue;
      }
      if (shard.nextIndex < shard.reader.nextIndex) {
        this.#read(shard);
        // Behind the others, which come first once there is room again.
        this.#shards.delete(shardId);
        this.#shards.set(shardId, shard);
      }
      // The end of a parent lets its children, which come after it, be read.
      if (shard.nextIndex < shard.reader.nextIndex) hasMore = true;
    }
    if (!hasMore && !isRefused) return;
    this.#cancelNextFill();
    this.#cancelNextFill = this.#options.clock.schedule(() => this.wake(), hasMore ? 0 : refusedReadMs);
  }

  /** Where each shard is read on; it tells as well how far that is behind. */
  *#nextIndexes(): Generator<readonly [ShardReader, number]> {
    for (const shard of this.#shards.values()) {
      const { reader, nextIndex } = shard;
      if (!this.#parentsAreRead(shard)) continue;
      this.#metrics.millisBehindLatest.record(oldestAgeMs(reader, nextIndex, this.#options.clock.now()));
      yield [reader, nextIndex];
    }
  }

  #parentsAreRead({ reader: { parentShardIds } }: ShardProgress): boolean {
    return parentShardIds.every((id) => {
      const parent = this.#shards.get(id);
      return !parent || (parent.reader.closed && parent.nextIndex >= parent.reader.nextIndex);
    });
  }

  #skipTrimmed(shard: ShardProgress): void {
    const trimmed = shard.reader.firstIndex - shard.nextIndex;
    if (trimmed <= 0) return;
    this.expired += trimmed;
    shard.nextIndex += trimmed;
  }

  #read(shard: ShardProgress): void {
    const { reader, reads, nextIndex } = shard;
    const { shardId } = reader;
    const records = this.#reads.measureRead(shardId, () => reader.read(nextIndex, maxReadRecords, maxReadBytes));
    this.#metrics.records.record(records.length);
    this.#metrics.bytes.record(totalBytes(records));
    const endIndex = nextIndex + records.length;
    const read: Read = { endIndex, unsettled: 0 };
    const receipt: Receipt = {
      settle: () => {
        read.unsettled--;
        if (read.unsettled === 0) this.#advance(shard);
      },
    };
    const taken = streamRecords(records, { shardId, takenMs: this.#options.clock.now(), receipt });
    read.unsettled = taken.length;
    reads.add(read);
    shard.nextIndex = endIndex;
    this.#options.take(taken);
  }

  /** Moves the checkpoint behind the reads that are settled and have none before them that is not. */
  #advance({ reader: { shardId }, reads }: ShardProgress): void {
    for (const read of reads) {
      if (read.unsettled > 0) return;
      reads.delete(read);
      if (this.#shards.has(shardId)) this.#options.checkpoints.set(shardId, read.endIndex);
    }
  }
}
