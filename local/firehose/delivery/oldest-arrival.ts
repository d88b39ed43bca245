import type { DeliveryRecord } from "./delivery-record";

/** Arrival of the oldest of the records, milliseconds since the epoch: what timestamps in keys of objects tell. */
export function oldestArrivalMs(records: readonly DeliveryRecord[]): number {
  return records.reduce((oldest, { arrivalMs }) => Math.min(oldest, arrivalMs), Infinity);
}
