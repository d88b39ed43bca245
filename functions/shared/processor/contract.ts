/** The environment variables that the stack sets and a processor reads: one list for both, so that they cannot disagree. */
export const variables = {
  /** Name of the table that is written to. */
  tableName: "TABLE_NAME",
  /** Days after its arrival that an item expires. */
  ttlDays: "TTL_DAYS",
  /** Set for a table of events: how many partitions of `event-type-index` one event type is spread over. */
  eventTypeBuckets: "EVENT_TYPE_BUCKETS",
  /** Comma-separated event types that get a metric of their own; the rest is counted as `OTHER`. */
  eventTypes: "EVENT_TYPES",
  /** Bucket that records which can never be processed go to. */
  failuresBucket: "FAILURES_BUCKET",
  /** The processor's key in the environment: names its folder in the quarantine. */
  processorName: "PROCESSOR_NAME",
  /** `dev`, `staging` or `prod`: a dimension of every metric. */
  environment: "ENVIRONMENT",
} as const;

/** The metrics that a processor emits; dimensions `Environment` and `FunctionName` (and `EventType` where noted). */
export const metrics = {
  /** Count; also by `EventType`. */
  recordsProcessed: "RecordsProcessed",
  /** Count: sent to quarantine. */
  recordsRejected: "RecordsRejected",
  /** Count: left for a later invocation. */
  recordsRetried: "RecordsRetried",
  /** Milliseconds from arrival in the stream to the write, a value a batch. */
  processingLatency: "ProcessingLatency",
} as const;

/** Where quarantined records lie in the failures bucket: below it one folder a processor, below that one a shard. */
export const quarantinePrefix = "quarantine/";

/**
 * The object key of a batch's quarantine. What can never be processed is decided by the record alone, so two ends
 * determine what lies between: a replay writes the same object again, and a smaller batch never overwrites a larger one.
 */
export function quarantineKey(
  processorName: string,
  shardId: string,
  firstSequenceNumber: string,
  lastSequenceNumber: string,
): string {
  return `${quarantinePrefix}${processorName}/${shardId}/${firstSequenceNumber}-${lastSequenceNumber}.ndjson`;
}

/** One line of a quarantine object. */
export interface QuarantinedRecord {
  /** Why it can never be processed, for a person. */
  readonly reason: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Position inside a KPL aggregate; absent for a plain record. */
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  /** When the stream took it, ISO-8601. */
  readonly arrivedAt: string;
  /** The record's bytes, base64. */
  readonly data: string;
}
