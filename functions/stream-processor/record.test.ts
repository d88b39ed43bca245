import fc from "fast-check";
import type { StreamRecord } from "../shared/kinesis-event";
import { itemSizeBytes } from "../shared/processor/attribute-value";
import { PermanentError } from "../shared/processor/permanent-error";
import { prepareItem } from "./record";

const settings = {
  tableName: "table",
  ttlDays: 30,
  eventTypeBuckets: 4,
  eventTypes: new Set<string>(),
  failuresBucket: "failures",
  processorName: "stream-processor",
  environment: "dev",
};
const processedAt = "2026-01-02T03:04:06.000Z";
const event = { event_id: "e-1", timestamp: "2026-01-02T03:04:05.678Z", user_id: "user-1", event_type: "click" };

function record(data: Buffer | string, place: Partial<StreamRecord> = {}): StreamRecord {
  return {
    shardId: "shardId-000000000000",
    sequenceNumber: "4959",
    partitionKey: "key",
    arrivedAtMs: 1_767_323_045_999,
    data: Buffer.from(data),
    ...place,
  };
}

const prepare = (fields: object, place?: Partial<StreamRecord>) =>
  prepareItem(record(JSON.stringify({ ...event, ...fields }), place), processedAt, settings);
const prepareText = (text: Buffer | string) => prepareItem(record(text), processedAt, settings);
const withField = (name: string, json: string) => `${JSON.stringify(event).slice(0, -1)},"${name}":${json}}`;

describe("prepareItem", () => {
  it("normalises and enriches an event and keeps what it does not know", () => {
    const value = { deep: [1, -2.5, true, null, "", { a: {} }] };
    const { item, eventType } = prepare({ user_id: " user-1\t", metadata: { country: "JP" }, value });
    expect(eventType).toBe("CLICK");
    expect(item).toEqual({
      event_id: { S: "e-1" },
      user_id: { S: "user-1" },
      event_type: { S: "CLICK" },
      timestamp: { S: "2026-01-02T03:04:05.678Z" },
      metadata: { M: { country: { S: "JP" } } },
      value: {
        M: {
          deep: {
            L: [{ N: "1" }, { N: "-2.5" }, { BOOL: true }, { NULL: true }, { S: "" }, { M: { a: { M: {} } } }],
          },
        },
      },
      timestamp_event_id: { S: "2026-01-02T03:04:05.678Z#e-1" },
      event_type_bucket: { S: expect.stringMatching(/^CLICK#[0-3]$/) },
      processed_at: { S: processedAt },
      processing_version: { S: "1" },
      ttl: { N: String(1_767_323_045 + 30 * 86_400) },
    });
  });

  it("lets no field of an event stand for what is added here", () => {
    const { item } = prepare({ ttl: 1, processed_at: "never", timestamp_event_id: "mine", event_type_bucket: "mine" });
    expect(item).toEqual(prepare({}).item);
  });

  it("puts the record's place where there is no event_id, and the sub-record's in an aggregate", () => {
    for (const event_id of [undefined, null, ""]) {
      expect(prepare({ event_id }).item["timestamp_event_id"]).toEqual({
        S: "2026-01-02T03:04:05.678Z#shardId-000000000000#4959#0",
      });
    }
    expect(prepare({ event_id: undefined }, { subSequenceNumber: 7 }).item["timestamp_event_id"]).toEqual({
      S: "2026-01-02T03:04:05.678Z#shardId-000000000000#4959#7",
    });
  });

  it("takes numbers for ids, to the last digit", () => {
    const text = withField("event_id", "12345678901234567890").replace('"user-1"', "42");
    const { item } = prepareText(text);
    expect(item["user_id"]).toEqual({ S: "42" });
    expect(item["timestamp_event_id"]).toEqual({ S: "2026-01-02T03:04:05.678Z#12345678901234567890" });
  });

  it("takes a time of more digits than a double holds, and refuses one with all its digits", () => {
    const { item } = prepareText(withField("timestamp", "1767323045.67800000001"));
    expect(item["timestamp"]).toEqual({ S: "2026-01-02T03:04:05.678Z" });
    expect(() => prepareText(withField("timestamp", "1767323045678901234"))).toThrow(
      '"timestamp" is 1767323045678901234; expected ISO-8601, or seconds or milliseconds since the epoch',
    );
  });

  it("spreads the events of one type over all buckets, each event always into the same", () => {
    const buckets = Array.from({ length: 200 }, (_, i) => prepare({ event_id: `e-${i}` }).item["event_type_bucket"]?.S);
    expect(new Set(buckets)).toEqual(new Set(["CLICK#0", "CLICK#1", "CLICK#2", "CLICK#3"]));
    expect(prepare({ event_id: "e-7" }).item["event_type_bucket"]?.S).toBe(buckets[7]);
  });

  it.each([
    ["12345678901234567890", "12345678901234567890"],
    ["9007199254740993", "9007199254740993"],
    ["0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678"],
    [`1${"0".repeat(125)}`, `1${"0".repeat(125)}`],
    ["9.99e125", "9.99e125"],
    ["1e-130", "1e-130"],
    ["0e999", "0"],
    ["-0", "0"],
  ])("keeps the number %s", (json, N) => {
    expect(prepareText(withField("value", json)).item["value"]).toEqual({ N });
  });

  it.each([
    "123456789012345678901234567890123456789",
    "1e126",
    "-1e400",
    "9.9e-131",
    "1e-400",
    `1${"0".repeat(126)}`,
    "1".repeat(500_000),
    `1${"0".repeat(500_000)}1`,
  ])("refuses a number that DynamoDB can't hold", (json) => {
    expect(() => prepareText(withField("value", json))).toThrow(PermanentError);
    expect(() => prepareText(withField("value", json))).toThrow(/^DynamoDB can't hold the number .{1,62}: it takes 38/);
  });

  it("keeps an attribute named __proto__, at the top and below", () => {
    const { item } = prepareText(withField("__proto__", '{"__proto__":{"polluted":true},"x":1}'));
    const top = Object.getOwnPropertyDescriptor(item, "__proto__")?.value;
    expect(Object.keys(top.M)).toEqual(["__proto__", "x"]);
    expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
    expect({}).not.toHaveProperty("polluted");
  });

  it.each([
    ["no JSON", "hello", /^not JSON: /],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), /^not JSON: the bytes are not UTF-8$/],
    ["nothing", "", /^not JSON: /],
    ["a list", "[1]", /^not a JSON object but an array$/],
    ["a string", '"hello"', /^not a JSON object but a string$/],
    ["null", "null", /^not a JSON object but null$/],
    ["a number", "12345678901234567890", /^not a JSON object but a number$/],
    ["NaN", withField("value", "NaN"), /^not JSON: /],
    ["half a surrogate pair", withField("value", '"\\ud800"'), /^a string holds half of a surrogate pair/],
    ["half a surrogate pair in a name", withField("\\udfff", "1"), /^a string holds half of a surrogate pair/],
  ])("refuses %s", (_title, data, reason) => {
    expect(() => prepareText(data)).toThrow(PermanentError);
    expect(() => prepareText(data)).toThrow(reason);
  });

  it.each([
    [{ user_id: undefined }, '"user_id" is missing'],
    [{ user_id: null }, '"user_id" is missing'],
    [{ user_id: "" }, '"user_id" is empty'],
    [{ user_id: " \n" }, '"user_id" is empty'],
    [{ user_id: { a: 1 } }, '"user_id" is an object; expected a string'],
    [{ user_id: true }, '"user_id" is a boolean; expected a string'],
    [{ event_type: undefined }, '"event_type" is missing'],
    [{ event_type: [] }, '"event_type" is an array; expected a string'],
    [{ event_id: false }, '"event_id" is a boolean; expected a string'],
    [{ timestamp: "soon" }, '"timestamp" is "soon"; expected ISO-8601, or seconds or milliseconds since the epoch'],
    [{ user_id: "é".repeat(1025) }, '"user_id" has 2050 bytes; DynamoDB takes 2048 in a partition key'],
    [{ user_id: "u".repeat(2 ** 20) }, '"user_id" has 1048576 bytes; DynamoDB takes 2048 in a partition key'],
    [{ event_id: "e".repeat(1000) }, '"timestamp_event_id" has 1025 bytes; DynamoDB takes 1024 in a sort key'],
    [{ event_type: "t".repeat(2047) }, '"event_type_bucket" has 2049 bytes; DynamoDB takes 2048 in a partition key'],
  ])("refuses a bad field with the reason (%#)", (fields, reason) => {
    expect(() => prepare(fields)).toThrow(new PermanentError(reason));
  });

  it("takes keys as long as DynamoDB's limits", () => {
    expect(() => prepare({ user_id: "é".repeat(1024), event_id: "e".repeat(999) })).not.toThrow();
  });

  it("takes an item of 400 KB and refuses one byte more", () => {
    const rest = itemSizeBytes(prepare({ value: "" }).item);
    const fits = 400 * 1024 - rest;
    expect(itemSizeBytes(prepare({ value: "v".repeat(fits) }).item)).toBe(400 * 1024);
    expect(() => prepare({ value: "v".repeat(fits + 1) })).toThrow("the item has 409601 bytes; DynamoDB takes 409600");
  });

  it.each(["1", '""', "[]", "{}", '{"":1}', "null", "1e20", '"a"', "-5", "10000000"])(
    "makes no item over 400 KB of JSON that is too short to be measured: a list of %s",
    (element) => {
      const list = `[${Array(Math.floor(130_000 / (element.length + 1))).fill(element)}]`;
      expect(itemSizeBytes(prepareText(withField("value", list)).item)).toBeLessThan(400 * 1024);
    },
  );

  it("makes the same item of the same record, whenever it is processed, but for processed_at", () => {
    const values = [fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null)];
    fc.assert(
      fc.property(fc.object({ values, maxDepth: 4 }), (fields) => {
        const data = record(JSON.stringify({ ...fields, ...event }));
        const first = prepareItem(data, processedAt, settings).item;
        const again = prepareItem(data, "2027-01-01T00:00:00.000Z", settings).item;
        expect({ ...again, processed_at: first["processed_at"] }).toEqual(first);
      }),
    );
  });
});
