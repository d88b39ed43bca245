import type { DeliveryRecord } from "./delivery-record";

/** How a record's way through a delivery stream ends. */
export type Ending = "delivered" | "failed" | "dropped" | "lost";

/**
 * Counts of records. A KPL aggregate, and a record that a processor takes apart, count as the records that they hold.
 * What was received is delivered, failed, dropped, lost or still buffered.
 */
export class DeliveryStatistics {
  /** Taken from the source. */
  received = 0;
  /** At the destination. */
  delivered = 0;
  /** In an object of the error output. */
  failed = 0;
  /** Dropped by the transform function. */
  dropped = 0;
  /** Given up: S3 refused them for as long as Firehose tries, or the end came and no stream holds them. */
  lost = 0;

  /** On the way. */
  get buffered(): number {
    return this.received - this.delivered - this.failed - this.dropped - this.lost;
  }

  /** Counts records that have come to their end, and tells the source. */
  settle(ending: Ending, records: readonly DeliveryRecord[]): void {
    this[ending] += records.length;
    for (const { receipt } of records) receipt.settle();
  }
}
