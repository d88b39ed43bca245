import { type Item, itemSizeBytes } from "./attribute-value";
import { PermanentError } from "./permanent-error";

// DynamoDB's limits, in bytes.
const maxPartitionKeyBytes = 2048;
const maxSortKeyBytes = 1024;
const maxItemBytes = 400 * 1024;

/**
 * What JSON takes n bytes for, DynamoDB holds in fewer than 2 n (the worst is `[1,1,…]`: 3 for 2), and the attributes
 * that processors add are bounded by the keys' limits: an item of less JSON than this needs no measuring.
 */
const smallJsonBytes = 128 * 1024;

/** @throws PermanentError when DynamoDB takes no partition key so long */
export function assertPartitionKey(attribute: string, value: string): void {
  assertBytes(attribute, value, maxPartitionKeyBytes, "partition key");
}

/** @throws PermanentError when DynamoDB takes no sort key so long */
export function assertSortKey(attribute: string, value: string): void {
  assertBytes(attribute, value, maxSortKeyBytes, "sort key");
}

/**
 * @param jsonBytes how long the JSON was that the item was made of
 * @throws PermanentError when DynamoDB takes no item so large
 */
export function assertItemSize(item: Item, jsonBytes: number): void {
  if (jsonBytes < smallJsonBytes) return;
  const bytes = itemSizeBytes(item);
  if (bytes > maxItemBytes) throw new PermanentError(`the item has ${bytes} bytes; DynamoDB takes ${maxItemBytes}`);
}

function assertBytes(attribute: string, value: string, maxBytes: number, what: string): void {
  const bytes = Buffer.byteLength(value);
  if (bytes <= maxBytes) return;
  throw new PermanentError(`"${attribute}" has ${bytes} bytes; DynamoDB takes ${maxBytes} in a ${what}`);
}
