import type { DeliveryRecord } from "../delivery/delivery-record";

/** A record that could not be delivered, as it goes to the error output or the backup. */
export interface FailedRecord {
  readonly record: DeliveryRecord;
  /** The service's own: `Lambda.FunctionError`, `HttpEndpoint.Timeout` and the like. */
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly attemptsMade: number;
  /** When the last attempt ended, milliseconds since the epoch. */
  readonly attemptEndingMs: number;
}

/** How records fared at a destination: together they are all that it was given. */
export interface DeliveryOutcome {
  readonly delivered: readonly DeliveryRecord[];
  readonly failed: readonly FailedRecord[];
}

/** A place outside S3 that full buffers go to. */
export interface Destination {
  /**
   * Delivers a buffer, retrying for as long as the destination's RetryOptions say; never rejects for what the
   * destination answers. Ends early, with what is undelivered as failed, when `stopping` aborts.
   */
  deliver(records: readonly DeliveryRecord[], stopping: AbortSignal): Promise<DeliveryOutcome>;
}
