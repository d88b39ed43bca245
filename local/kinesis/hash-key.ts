import { hash } from "node:crypto";
import { AwsError } from "../aws-error";

/**
 * A place in the 128-bit space that shards divide among them, as 32 hexadecimal digits: these compare as
 * strings, and are what MD5 gives, so that finding a record's shard needs no big numbers.
 */
export type HashKey = string;

/** Both ends included. */
export interface HashKeyRange {
  readonly start: HashKey;
  readonly end: HashKey;
}

const spaceSize = 1n << 128n;

/** Where a partition key falls: its MD5. */
export function hashKeyOf(partitionKey: string): HashKey {
  return hash("md5", partitionKey, "hex");
}

/**
 * Reads an `ExplicitHashKey`.
 * @throws AwsError `InvalidArgumentException` when it lies outside of the space
 */
export function explicitHashKey(decimal: string): HashKey {
  const key = BigInt(decimal);
  if (key < spaceSize) return toHashKey(key);
  const message = "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ";
  throw new AwsError("InvalidArgumentException", message + decimal);
}

/** From a number below 2^128. */
export function toHashKey(key: bigint): HashKey {
  return key.toString(16).padStart(32, "0");
}

/** As a number. */
export function fromHashKey(key: HashKey): bigint {
  return BigInt(`0x${key}`);
}

/** Divides the whole space into equal ranges; the last takes what is over. */
export function divideHashKeys(count: number): HashKeyRange[] {
  const width = spaceSize / BigInt(count);
  return Array.from({ length: count }, (_, position) => {
    const start = width * BigInt(position);
    const end = position === count - 1 ? spaceSize - 1n : start + width - 1n;
    return { start: toHashKey(start), end: toHashKey(end) };
  });
}
