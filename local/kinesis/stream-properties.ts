/** Who sets the number of shards: AWS as it is needed, or the stream's owner. */
export type StreamMode = "ON_DEMAND" | "PROVISIONED";

/** An enhanced fan-out consumer. */
export interface StreamConsumer {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** What requests change of a stream, but for its shards and its records. Never mutated: `Stream.change` replaces it. */
export interface StreamProperties {
  readonly mode: StreamMode;
  /** 24 to 8,760. */
  readonly retentionHours: number;
  /** Data and partition key of one record together: 1,024 to 10,240. */
  readonly maxRecordSizeKiB: number;
  readonly tags: ReadonlyMap<string, string>;
  /** By name. */
  readonly consumers: ReadonlyMap<string, StreamConsumer>;
}
