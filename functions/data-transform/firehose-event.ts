import type { PartitionKeys } from "./contract";

/** What Firehose hands to its transformation function. */
export interface FirehoseEvent {
  readonly invocationId: string;
  readonly deliveryStreamArn: string;
  readonly records: readonly FirehoseRecord[];
}

/** One record of a {@link FirehoseEvent}. */
export interface FirehoseRecord {
  readonly recordId: string;
  /** Milliseconds since the epoch. */
  readonly approximateArrivalTimestamp: number;
  /** Base64. */
  readonly data: string;
}

/** The answer: each record of the event once, by its id. */
export interface FirehoseResponse {
  readonly records: readonly Answer[];
}

/** What became of a record. */
export type Answer = TransformedRecord | FailedRecord;

/** A record to deliver. */
export interface TransformedRecord {
  readonly recordId: string;
  readonly result: "Ok";
  /** Base64. */
  readonly data: string;
  readonly metadata: { readonly partitionKeys: PartitionKeys };
}

/** A record that Firehose is to write to the error prefix, as it came; it does not try again. */
export interface FailedRecord {
  readonly recordId: string;
  readonly result: "ProcessingFailed";
  /** Base64, as it came; Firehose has it anyway. */
  readonly data?: string;
}
