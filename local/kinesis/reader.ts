/** A record as a consumer inside the process reads it. */
export interface KinesisRecord {
  /** Position in its shard: 0 for the first record ever put, one more for each. Never reused. */
  readonly index: number;
  /** AWS's shape: decimal digits, increasing within a shard. */
  readonly sequenceNumber: string;
  /** When the stream took it, milliseconds since the epoch (`ApproximateArrivalTimestamp`). */
  readonly arrivalMs: number;
  readonly partitionKey: string;
  /** Base64, as JSON clients and Lambda receive it. Made when it is asked for, and each time anew. */
  readonly data: string;
  /** The data itself: a view of the shard's log, never to be changed, and to be copied by who holds it for long. */
  readonly bytes: Buffer;
  /** Bytes of data and partition key: what Kinesis counts against its limits. */
  readonly sizeBytes: number;
}

/** One shard, for a consumer that keeps its own position (an event source mapping, a delivery stream). */
export interface ShardReader {
  readonly shardId: string;
  /** None, one (after a split) or two (after a merge): drained before this shard is read, which keeps a key's order. */
  readonly parentShardIds: readonly string[];
  /** After a reshard: no record will be added. */
  readonly closed: boolean;
  /** Index of the oldest record that retention still keeps. */
  readonly firstIndex: number;
  /** Index that the next record will get. */
  readonly nextIndex: number;
  /** Records from `fromIndex` on (or from the oldest kept, if that is later), bounded in number and bytes; at least one if there is any. */
  read(fromIndex: number, maxRecords: number, maxBytes: number): readonly KinesisRecord[];
  /** Index of the first record that arrived at or after `timestampMs`. */
  indexAt(timestampMs: number): number;
  /** Calls `listener` after each append and when the shard closes; the returned function ends that. */
  onChange(listener: () => void): () => void;
}

/** Of shards that are being read, the index of the first record that is not done with. */
export type UnfinishedIndexes = () => Iterable<readonly [shard: ShardReader, index: number]>;

/** Tells of reads inside the process what AWS measures: those of GetRecords, or of an enhanced fan-out consumer. */
export interface ReadMetrics {
  /** Measures one read of a shard: what `read` does. */
  measureRead(shardId: string, read: () => readonly KinesisRecord[]): readonly KinesisRecord[];
  /**
   * Goes on telling how old the oldest record is that a reader is not done with, so that one that stands still is seen
   * to fall behind, as AWS's would that poll each second; the returned function ends that.
   */
  sampleAges(unfinished: UnfinishedIndexes): () => void;
}

/** One stream, for a consumer inside the process. */
export interface StreamReader {
  /** Never used twice, not for a stream of the same name either. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** Open shards, and closed ones that retention still keeps. */
  shards(): readonly ShardReader[];
  /** Calls `listener` when shards are added or removed; the returned function ends that. */
  onShardsChange(listener: () => void): () => void;
  /** Where a reader tells what it reads: by the name of its enhanced fan-out consumer, or as those that share the shards. */
  readMetrics(consumerName?: string): ReadMetrics;
  /** Whether a fault refuses such a reader now, which is counted as AWS does: it is to try again in a second. */
  refusesRead(shardId: string, consumerName?: string): boolean;
}

/** How far a reader is, by shard id: the index of the first record that it is not done with. */
export type Positions = ReadonlyMap<string, number>;
