import type { KinesisEvent } from "../../functions/shared/kinesis-event";

const eventTypes = ["page_view", "click", "search", "add_to_cart", "purchase"];
const arrivalSeconds = 1_767_225_600;

/** `count` events of a web shop as Lambda gets them: batches of one shard, all keys different, the same at each call. */
export function makeTraffic(count: number, batchSize: number): KinesisEvent[] {
  const records = Array.from({ length: count }, (_, i) => ({
    eventID: `shardId-000000000000:${i}`,
    kinesis: {
      data: Buffer.from(JSON.stringify(makeEvent(i))).toString("base64"),
      partitionKey: `user-${i % 1000}`,
      sequenceNumber: String(i),
      approximateArrivalTimestamp: arrivalSeconds + i / 1000,
    },
  }));
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => ({
    Records: records.slice(i * batchSize, (i + 1) * batchSize),
  }));
}

function makeEvent(i: number) {
  return {
    event_id: `event-${i}`,
    timestamp: new Date(arrivalSeconds * 1000 + i * 7).toISOString(),
    user_id: `user-${i % 1000}`,
    event_type: eventTypes[i % eventTypes.length],
    value: (i % 10_000) / 100,
    metadata: { device: "mobile", browser: "firefox", country: "JP", session_id: `session-${i % 5000}` },
  };
}
