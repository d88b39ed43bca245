import type { DeliveryRecord } from "./delivery-record";

/** How long the delivery stream has held the oldest of the records, seconds; 0 for no records. */
export function secondsHeld(records: readonly DeliveryRecord[], nowMs: number): number {
  return Math.max(0, ...records.map(({ takenMs }) => (nowMs - takenMs) / 1000));
}

/** Arrival of the oldest of the records, milliseconds since the epoch: what timestamps in keys of objects tell. */
export function oldestArrivalMs(records: readonly DeliveryRecord[]): number {
  return records.reduce((oldest, { arrivalMs }) => Math.min(oldest, arrivalMs), Infinity);
}
