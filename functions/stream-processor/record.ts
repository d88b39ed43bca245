import type { StreamRecord } from "../shared/kinesis-event";
import { type Item, toItem } from "../shared/processor/attribute-value";
import { identifier, parseObject, readTimestamp, required } from "../shared/processor/fields";
import type { PreparedItem } from "../shared/processor/handler";
import { assertItemSize, assertPartitionKey, assertSortKey } from "../shared/processor/item-limits";
import type { Settings } from "./settings";

/** What an item says of the code that made it: changes when the same record would give another item. */
const processingVersion = "1";

/**
 * Parses, checks, normalises and enriches a record (`user_id` and `event_type` are required, other fields
 * are kept as they are; those that are added here win over fields of the same name).
 * @throws PermanentError when the record can never be an item, with the reason
 */
export function prepareItem(record: StreamRecord, processedAt: string, settings: Settings): PreparedItem {
  const event = parseObject(record.data);
  const userId = required(event, "user_id").trim();
  const eventType = required(event, "event_type").trim().toUpperCase();
  const timestamp = readTimestamp(event, "timestamp", record.arrivedAtMs);
  const sortKey = `${timestamp}#${identifier(event, "event_id") ?? place(record)}`;
  const bucket = `${eventType}#${hash(userId + sortKey) % settings.eventTypeBuckets}`;
  assertPartitionKey("user_id", userId);
  assertSortKey("timestamp_event_id", sortKey);
  assertPartitionKey("event_type_bucket", bucket);

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

/** Stands for an `event_id`: the same at each replay, and no other record's. */
function place({ shardId, sequenceNumber, subSequenceNumber = 0 }: StreamRecord): string {
  return `${shardId}#${sequenceNumber}#${subSequenceNumber}`;
}

/** FNV-1a over UTF-16 code units, 32 bits: spreads keys over buckets, the same on every machine. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
