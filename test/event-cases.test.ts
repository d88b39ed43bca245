import { readFileSync } from "node:fs";
import { join } from "node:path";
import { functionEnvironment } from "../bench/processor/function-environment";
import { PermanentError } from "../functions/shared/processor/permanent-error";
import { prepareItem } from "../functions/stream-processor/record";
import { readSettings } from "../functions/stream-processor/settings";

/** What the analytics jobs make of an event; `processor` says where the stream processors do otherwise. */
interface EventCase {
  readonly title: string;
  /** A text is the record itself, an object is one to be written as JSON. */
  readonly record?: string | object;
  readonly base64?: string;
  readonly event?: Record<"event_id" | "user_id" | "event_type" | "timestamp", string> & {
    readonly value: number | null;
  };
  readonly problem?: string;
  readonly processor?: "takes";
}

const cases: EventCase[] = readFileSync(join(__dirname, "../flink/src/test/resources/event-cases.ndjson"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const settings = readSettings(functionEnvironment("http://127.0.0.1", "table"));

function prepare({ record = "", base64 }: EventCase) {
  const text = typeof record === "string" ? record : JSON.stringify(record);
  const place = { shardId: "shardId-000000000000", sequenceNumber: "4959", partitionKey: "key", arrivedAtMs: 0 };
  const data = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64");
  return prepareItem({ ...place, data }, "2026-01-02T03:04:06.000Z", settings).item;
}

describe("an event, for the stream processor as for the analytics jobs", () => {
  it.each(cases.filter(({ event }) => event))("is $title", (example) => {
    const item = prepare(example);
    const { event_id, user_id, event_type, timestamp, value } = example.event ?? {};
    expect(item).toMatchObject({ user_id: { S: user_id }, event_type: { S: event_type }, timestamp: { S: timestamp } });
    if (event_id) expect(Object.values(item["event_id"] ?? {})).toEqual([event_id]);
    expect(Number(item["value"]?.N ?? Number.NaN)).toBe(value ?? Number.NaN);
  });

  it.each(cases.filter(({ problem, processor }) => problem && !processor))("is not $title", (example) => {
    expect(() => prepare(example)).toThrow(PermanentError);
  });

  it.each(cases.filter(({ processor }) => processor))("is for the processor alone $title", (example) => {
    expect(prepare(example)).toHaveProperty("user_id");
  });
});
