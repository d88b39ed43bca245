import type { StreamRecord } from "../shared/kinesis-event";
import { PermanentError } from "../shared/processor/permanent-error";
import { prepareItem } from "./record";

const processedAt = "2026-11-22T10:01:09.000Z";
const aggregate = {
  aggregate_id: "2026-11-22T10:00:00Z#user-1#CLICK",
  window_start: "2026-11-22T10:00:00Z",
  window_end: "2026-11-22T10:01:00Z",
  user_id: "user-1",
  event_type: "CLICK",
  event_count: 3,
  value_sum: 4.5,
  value_mean: 1.5,
  value_min: -1,
  value_max: 4.25,
};

const record = (data: string): StreamRecord => ({
  shardId: "shardId-000000000000",
  sequenceNumber: "4959",
  partitionKey: "user-1",
  arrivedAtMs: 1_795_341_668_500,
  data: Buffer.from(data),
});
const prepare = (fields: object = {}) =>
  prepareItem(record(JSON.stringify({ ...aggregate, ...fields })), processedAt, 30);

describe("prepareItem of an aggregate", () => {
  it("keeps every field, and adds the key, the place in the stream and when it ends", () => {
    expect(prepare({ note: "kept" })).toEqual({
      eventType: "CLICK",
      item: {
        aggregate_id: { S: "2026-11-22T10:00:00Z#user-1#CLICK" },
        window_start: { S: "2026-11-22T10:00:00Z" },
        window_end: { S: "2026-11-22T10:01:00Z" },
        user_id: { S: "user-1" },
        event_type: { S: "CLICK" },
        event_count: { N: "3" },
        value_sum: { N: "4.5" },
        value_mean: { N: "1.5" },
        value_min: { N: "-1" },
        value_max: { N: "4.25" },
        note: { S: "kept" },
        window_event_type: { S: "2026-11-22T10:00:00.000Z/2026-11-22T10:01:00.000Z#CLICK" },
        sequence_number: { S: "4959" },
        processed_at: { S: processedAt },
        ttl: { N: String(1_795_341_668 + 30 * 86_400) },
      },
    });
  });

  it("keeps that a window had no value", () => {
    const none = { value_sum: null, value_mean: null, value_min: null, value_max: null };
    expect(prepare(none).item).toMatchObject({ value_sum: { NULL: true }, value_max: { NULL: true } });
  });

  it("keeps sums of more digits than a double holds", () => {
    const text = JSON.stringify(aggregate).replace("4.5", "12345678901234567890.125");
    expect(prepareItem(record(text), processedAt, 30).item["value_sum"]).toEqual({ N: "12345678901234567890.125" });
  });

  it("gives a window one key, however its times are written, and one of another length another key", () => {
    const keyOf = (fields: object) => prepare(fields).item["window_event_type"];
    expect(keyOf({ window_start: "2026-11-22T11:00:00+01:00" })).toEqual(keyOf({}));
    expect(keyOf({ window_end: "2026-11-22T10:05:00Z" })).not.toEqual(keyOf({}));
  });

  it("takes a user's name as the job grouped by it", () => {
    expect(prepare({ user_id: " user-1 " }).item["user_id"]).toEqual({ S: " user-1 " });
  });

  it.each([
    [{ user_id: undefined }, '"user_id" is missing'],
    [{ user_id: " " }, '"user_id" is empty'],
    [{ event_type: null }, '"event_type" is missing'],
    [{ window_start: undefined }, '"window_start" is missing'],
    [{ window_end: "soon" }, '"window_end" is "soon"; expected ISO-8601, or seconds or milliseconds since the epoch'],
    [{ event_count: undefined }, '"event_count" is no whole number'],
    [{ event_count: "3" }, '"event_count" is no whole number'],
    [{ event_count: 1.5 }, '"event_count" is no whole number'],
    [{ user_id: "u".repeat(2049) }, '"user_id" has 2049 bytes; DynamoDB takes 2048 in a partition key'],
    [{ event_type: "t".repeat(1000) }, '"window_event_type" has 1050 bytes; DynamoDB takes 1024 in a sort key'],
    [{ note: "n".repeat(500_000) }, /^the item has 500\d{3} bytes; DynamoDB takes 409600$/],
  ])("refuses a bad field with the reason (%#)", (fields, reason) => {
    expect(() => prepare(fields)).toThrow(PermanentError);
    expect(() => prepare(fields)).toThrow(reason);
  });
});
