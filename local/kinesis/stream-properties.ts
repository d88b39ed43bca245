/** Who sets the number of shards: AWS as it is needed, or the stream's owner. */
export type StreamMode = "ON_DEMAND" | "PROVISIONED";

/** What streams and consumers have alike. */
export interface ResourceProperties {
  readonly tags: ReadonlyMap<string, string>;
  /** JSON, as it was put. */
  readonly policy?: string;
}

/** An enhanced fan-out consumer. All times are milliseconds since the epoch. */
export interface StreamConsumer extends ResourceProperties {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  /** When it leaves CREATING. */
  readonly activeAtMs: number;
  /** When DELETING ends: it has one from its deregistering on. */
  readonly goneAtMs?: number;
}

/** A time in which new records are encrypted, milliseconds since the epoch. */
export interface EncryptionPeriod {
  /** A key's id or ARN, or an alias or its ARN, as it was given. */
  readonly keyId: string;
  readonly fromMs: number;
  /** Absent while nothing has ended it. */
  readonly untilMs?: number;
}

/** What CloudWatch can be told of each shard by itself. */
export const shardLevelMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
] as const;

/** One of them. */
export type ShardLevelMetric = (typeof shardLevelMetrics)[number];

/** What requests change of a stream, but for its shards and its records. Never mutated: `Stream.change` replaces it. */
export interface StreamProperties extends ResourceProperties {
  readonly mode: StreamMode;
  /** 24 to 8,760. */
  readonly retentionHours: number;
  /** Data and partition key of one record together: 1,024 to 10,240. */
  readonly maxRecordSizeKiB: number;
  /** What an on-demand stream was asked to be ready for, MiB written a second; null, which JSON keeps, if nothing. */
  readonly warmThroughputMiBps: number | null;
  /** When its owner had its shards counted anew, back to a day before the last time, milliseconds since the epoch. */
  readonly scalingsMs: readonly number[];
  /** When its mode was switched, back to a day before the last time, milliseconds since the epoch. */
  readonly modeSwitchesMs: readonly number[];
  /** By name, some of them gone: `Stream.consumers` leaves those out. */
  readonly consumers: ReadonlyMap<string, StreamConsumer>;
  /** In order of time, back to the oldest record that retention keeps. */
  readonly encryption: readonly EncryptionPeriod[];
  /** Those that enhanced monitoring measures. */
  readonly shardLevelMetrics: readonly ShardLevelMetric[];
}
