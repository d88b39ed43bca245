import type { KinesisRecord, ShardReader } from "./reader";

/** How long ago a record arrived, milliseconds; no less than 0 when the machine's clock was set back. */
export function ageMs({ arrivalMs }: KinesisRecord, nowMs: number): number {
  return Math.max(0, nowMs - arrivalMs);
}

/** Age of the oldest record that a shard still holds from an index on, milliseconds; 0 when there is none. */
export function oldestAgeMs(shard: ShardReader, fromIndex: number, nowMs: number): number {
  const [oldest] = shard.read(fromIndex, 1, Infinity);
  return oldest ? ageMs(oldest, nowMs) : 0;
}

/** Bytes of data and partition keys of records together. */
export function totalBytes(records: readonly KinesisRecord[]): number {
  return records.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}
