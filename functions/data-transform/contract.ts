/** The environment variables that the stack sets and the function reads. */
export const variables = {
  /** `dev`, `staging` or `prod`: a dimension of every metric. */
  environment: "ENVIRONMENT",
} as const;

/**
 * The fields that each record gets; one that has them already has them replaced. Its `timestamp` is written as the
 * processors write it, so that an event has the same time in the table and in the lake.
 */
export const addedFields = {
  /** When the function saw the record, ISO-8601 in UTC with milliseconds. */
  transformTimestamp: "transform_timestamp",
  /** `<day>-<event type>` of the two partition keys, as in `2026-01-02-PAGE_VIEW`: one piece of an object's path. */
  partitionKey: "partition_key",
} as const;

/** What a prefix of the delivery stream may name as `!{partitionKeyFromLambda:<name>}`. */
export interface PartitionKeys {
  /** Upper case; whatever is not A-Z, 0-9, `_` or `-` is `_`, and what comes after the 64th character is left off. */
  readonly event_type: string;
  /** The day of the event in UTC, `yyyy-MM-dd`; without a `timestamp`, that of its arrival. */
  readonly day: string;
}

/** The metrics that the function emits, all of them counts; dimensions `Environment` and `FunctionName`. */
export const metrics = {
  recordsTransformed: "RecordsTransformed",
  /** Failed back to Firehose because they are no events: not JSON, or a required field is missing. */
  recordsMalformed: "RecordsMalformed",
  /**
   * Failed back to Firehose because the response would have been over Lambda's 6 MB: each record grows by its fields,
   * base64 and its keys. Of page views without a `timestamp` none does with a buffer of 1, 2 or 3 MiB if they have at
   * least 76, 211 or 527 bytes each; of those that have one as it is written, none with 2 or 3 MiB from 178 or 445.
   */
  recordsOversized: "RecordsOversized",
} as const;
