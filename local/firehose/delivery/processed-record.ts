import type { FailedRecord } from "../destinations/destination";
import type { DeliveryRecord } from "./delivery-record";
import type { ErrorOutput } from "./error-output";
import type { PartitionKeys } from "./prefix";

/** A record with what processors found in it. */
export interface ProcessedRecord extends DeliveryRecord {
  readonly partitionKeys?: PartitionKeys;
}

/** Where records go that leave the way of the others. */
export interface Exits {
  /** A record that is not to be delivered. */
  drop(record: DeliveryRecord): void;
  /** A record that can't be delivered. */
  fail(failed: FailedRecord, output: ErrorOutput): void;
}
