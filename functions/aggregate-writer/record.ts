import type { StreamRecord } from "../shared/kinesis-event";
import { toItem } from "../shared/processor/attribute-value";
import { parseObject, readTimestamp, required } from "../shared/processor/fields";
import type { PreparedItem } from "../shared/processor/handler";
import { assertItemSize, assertPartitionKey, assertSortKey } from "../shared/processor/item-limits";
import { PermanentError } from "../shared/processor/permanent-error";

/**
 * Parses and checks an aggregate: what `event_count` events of one user and type in one window come to. Its fields are
 * kept as they are; `window_event_type` and `user_id` are its key, the same in each repeat of the window.
 * @param ttlDays days after its arrival that the item expires
 * @throws PermanentError when the record can never be an item, with the reason
 */
export function prepareItem(record: StreamRecord, processedAt: string, ttlDays: number): PreparedItem {
  const aggregate = parseObject(record.data);
  const time = (name: string): string => {
    required(aggregate, name);
    return readTimestamp(aggregate, name, record.arrivedAtMs);
  };
  const userId = required(aggregate, "user_id");
  const eventType = required(aggregate, "event_type");
  // Both ends: windows of another length may begin at the same time.
  const sortKey = `${time("window_start")}/${time("window_end")}#${eventType}`;
  if (!Number.isSafeInteger(aggregate["event_count"])) throw new PermanentError('"event_count" is no whole number');
  assertPartitionKey("user_id", userId);
  assertSortKey("window_event_type", sortKey);

  const item = {
    ...toItem(aggregate),
    user_id: { S: userId },
    event_type: { S: eventType },
    window_event_type: { S: sortKey },
    sequence_number: { S: record.sequenceNumber },
    processed_at: { S: processedAt },
    ttl: { N: String(Math.floor(record.arrivedAtMs / 1000) + ttlDays * 86_400) },
  };
  assertItemSize(item, record.data.length);
  return { item, eventType };
}
