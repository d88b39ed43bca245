import { isUtf8 } from "node:buffer";
import type { StreamRecord } from "../shared/kinesis-event";
import { toIsoTimestamp } from "../shared/timestamp";
import { type Item, itemSizeBytes, toItem } from "./attribute-value";
import { ExactNumber, type Json, type JsonObject, parseJson } from "./json";
import { PermanentError } from "./permanent-error";
import type { Settings } from "./settings";

/** An event, ready for the table. */
export interface PreparedItem {
  readonly item: Item;
  readonly eventType: string;
}

/** What an item says of the code that made it: changes when the same record would give another item. */
const processingVersion = "1";

// DynamoDB's limits, in bytes.
const maxPartitionKeyBytes = 2048;
const maxSortKeyBytes = 1024;
const maxItemBytes = 400 * 1024;

/**
 * What JSON takes n bytes for, DynamoDB holds in fewer than 2 n (the worst is `[1,1,…]`: 3 for 2), and the attributes
 * that are added here are bounded by the keys' limits: an item of less JSON than this needs no measuring.
 */
const smallJsonBytes = 128 * 1024;

/**
 * Parses, checks, normalises and enriches a record (`user_id` and `event_type` are required, other fields
 * are kept as they are; those that are added here win over fields of the same name).
 * @throws PermanentError when the record can never be an item, with the reason
 */
export function prepareItem(record: StreamRecord, processedAt: string, settings: Settings): PreparedItem {
  const event = parseEvent(record.data);
  const userId = required(event, "user_id");
  const eventType = required(event, "event_type").toUpperCase();
  const timestamp = readTimestamp(event["timestamp"], record.arrivedAtMs);
  const sortKey = `${timestamp}#${identifier(event, "event_id") ?? place(record)}`;
  const bucket = `${eventType}#${hash(userId + sortKey) % settings.eventTypeBuckets}`;
  assertBytes("user_id", userId, maxPartitionKeyBytes, "partition key");
  assertBytes("timestamp_event_id", sortKey, maxSortKeyBytes, "sort key");
  assertBytes("event_type_bucket", bucket, maxPartitionKeyBytes, "partition key");

  const item: Item = {
    ...toItem(event),
    user_id: { S: userId },
    event_type: { S: eventType },
    timestamp: { S: timestamp },
    timestamp_event_id: { S: sortKey },
    event_type_bucket: { S: bucket },
    processed_at: { S: processedAt },
    processing_version: { S: processingVersion },
    ttl: { N: String(Math.floor(record.arrivedAtMs / 1000) + settings.ttlDays * 86_400) },
  };
  assertItemSize(item, record.data.length);
  return { item, eventType };
}

function parseEvent(data: Buffer): JsonObject {
  if (!isUtf8(data)) throw new PermanentError("not JSON: the bytes are not UTF-8");
  const value = parseJson(data.toString());
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof ExactNumber) {
    throw new PermanentError(`not a JSON object but ${kindOf(value)}`);
  }
  return value;
}

function required(event: JsonObject, name: string): string {
  const text = identifier(event, name)?.trim();
  if (text) return text;
  throw new PermanentError(`"${name}" is ${event[name] === undefined || event[name] === null ? "missing" : "empty"}`);
}

/** An id or a name, numbers as their text; undefined where there is none. */
function identifier(event: JsonObject, name: string): string | undefined {
  const value = event[name] ?? "";
  if (typeof value === "string") return value || undefined;
  if (typeof value === "number") return String(value);
  if (value instanceof ExactNumber) return value.text;
  throw new PermanentError(`"${name}" is ${kindOf(value)}; expected a string`);
}

function readTimestamp(timestamp: Json | undefined, arrivedAtMs: number): string {
  const isExact = timestamp instanceof ExactNumber;
  const text = toIsoTimestamp(isExact ? Number(timestamp.text) : timestamp, arrivedAtMs);
  if (text !== undefined) return text;
  const got = isExact ? timestamp.text : JSON.stringify(timestamp);
  throw new PermanentError(
    `"timestamp" is ${String(got).slice(0, 100)}; expected ISO-8601, or seconds or milliseconds since the epoch`,
  );
}

/** Stands for an `event_id`: the same at each replay, and no other record's. */
function place({ shardId, sequenceNumber, subSequenceNumber = 0 }: StreamRecord): string {
  return `${shardId}#${sequenceNumber}#${subSequenceNumber}`;
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof ExactNumber) return "a number";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function assertBytes(attribute: string, value: string, maxBytes: number, what: string): void {
  const bytes = Buffer.byteLength(value);
  if (bytes <= maxBytes) return;
  throw new PermanentError(`"${attribute}" has ${bytes} bytes; DynamoDB takes ${maxBytes} in a ${what}`);
}

function assertItemSize(item: Item, jsonBytes: number): void {
  if (jsonBytes < smallJsonBytes) return;
  const bytes = itemSizeBytes(item);
  if (bytes > maxItemBytes) throw new PermanentError(`the item has ${bytes} bytes; DynamoDB takes ${maxItemBytes}`);
}

/** FNV-1a over UTF-16 code units, 32 bits: spreads keys over buckets, the same on every machine. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
