/** Where a record stood in the stream that it was read from. */
export interface StreamPosition {
  readonly shardId: string;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  /** Position in its KPL aggregate; 0 for a record that stood alone. */
  readonly subsequenceNumber: number;
  /** When the stream took it, milliseconds since the epoch. */
  readonly arrivalMs: number;
}

/**
 * Tells the source that a record needs no second delivery. Records that were read together share one: the source goes
 * on from behind them only when all of them are settled, and a crash before that delivers them again.
 */
export interface Receipt {
  /** To be called once for each record, when it is at its destination, in an error object, or dropped on purpose. */
  settle(): void;
}

/** A record on its way through a delivery stream. */
export interface DeliveryRecord {
  /** Unique in the delivery stream: what the transform function answers by. */
  readonly recordId: string;
  /** As the producer sent it, and after the transform as the function returned it. */
  readonly data: Buffer;
  /** When Firehose took it, milliseconds since the epoch. */
  readonly arrivalMs: number;
  /** When the delivery stream got it: for one that was read, no sooner than its arrival. */
  readonly takenMs: number;
  /** Absent for Direct PUT. */
  readonly position?: StreamPosition;
  readonly receipt: Receipt;
}

/** Bytes of records' data together. */
export function dataBytes(records: readonly DeliveryRecord[]): number {
  return records.reduce((bytes, { data }) => bytes + data.length, 0);
}
