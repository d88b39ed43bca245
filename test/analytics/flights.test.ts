import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aggregatesTable } from "../../environments/aggregates-table";
import { shopEvents } from "../../tools/produce/shop";
import { openLake } from "../../tools/query/lake";
import { kplAggregate } from "../kpl-aggregate";
import { describeWith } from "../requirements";
import { AnalyticsPlatform, type OpenShard, type OutgoingRecord } from "./analytics-platform";
import { closingEvents } from "./closing-event";
import { type Aggregate, expectedAggregates, lineOf, type TimedEvent } from "./expected-aggregates";
import type { JobRecords } from "./job-records";

const root = join(__dirname, "../..");
const windowSeconds = 86_400;
/** How many of a shop's events the Kinesis Producer Library packs into one record. */
const packed = 40;

interface Flight {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

/** 20,000 flights of three months; an airport's days are the windows. */
function flights(): TimedEvent[] {
  const file = join(root, "node_modules/vega-datasets/data/flights-20k.json");
  const rows: Flight[] = JSON.parse(readFileSync(file, "utf8"));
  const byDate = rows.sort((one, other) => (one.date < other.date ? -1 : 1));
  return byDate.map(({ date, delay, origin, ...rest }, row) => ({
    ...{ event_id: `flight-${row}`, user_id: origin, event_type: "flight", value: delay, ...rest },
    // 2001/01/01 00:47, and when that is in a shared time is no matter here.
    timestamp: `${date.replaceAll("/", "-").replace(" ", "T")}:00Z`,
  }));
}

/** A shop's day after the last flight, an event every 8 seconds: at whole prices, whose sum is the same in any order. */
function shopDay(): TimedEvent[] {
  let now = Date.parse("2001-04-02T00:00:00Z");
  const events = shopEvents({ run: "shop", seed: 7, now: () => (now += 8_000) });
  return Array.from({ length: 10_000 }, () => {
    const { value } = events.next();
    return { ...value, value: Math.round(value.value) };
  });
}

/** What no window can take, and why. */
const malformed: Readonly<Record<string, string>> = {
  "{nope": "not JSON",
  "[1, 2]": "not a JSON object",
  '{"event_type": "flight", "timestamp": "2001-01-01T00:00:00Z"}': '"user_id" is missing',
  '{"user_id": " ", "event_type": "flight", "timestamp": "2001-01-01T00:00:00Z"}': '"user_id" is empty',
  '{"user_id": "SFO", "timestamp": "2001-01-01T00:00:00Z"}': '"event_type" is missing',
  '{"user_id": "SFO", "event_type": "flight"}': '"timestamp" is missing',
  '{"user_id": "SFO", "event_type": "flight", "timestamp": "2001-02-29T00:00:00Z"}':
    '"timestamp" is "2001-02-29T00:00:00Z"; expected ISO-8601, or seconds or milliseconds since the epoch',
  '{"user_id": "SFO", "event_type": "flight", "timestamp": "2001-01-01T00:00:00Z", "value": "late"}':
    '"value" is "late"; expected a number that DynamoDB can hold',
};

/** One record for each event, with the malformed ones evenly among them. */
function single(events: readonly TimedEvent[]): OutgoingRecord[] {
  const bad = Object.keys(malformed);
  const every = Math.ceil(events.length / bad.length);
  return events.flatMap((event, index) => {
    const record = { data: JSON.stringify(event), partitionKey: event.user_id };
    return index % every === 0 ? [record, { data: bad[index / every] ?? "", partitionKey: "anybody" }] : [record];
  });
}

/** One record for many events, as the library makes them: all of one shard. */
function aggregated(events: readonly TimedEvent[], shards: readonly OpenShard[]): OutgoingRecord[] {
  const ofShards = shards.map(({ hashKey }) => ({ hashKey, events: [] as TimedEvent[] }));
  for (const event of events) {
    const hash = BigInt(`0x${createHash("md5").update(event.user_id).digest("hex")}`);
    ofShards.findLast(({ hashKey }) => BigInt(hashKey) <= hash)?.events.push(event);
  }
  return ofShards.flatMap(({ hashKey, events: ofShard }) =>
    Array.from({ length: Math.ceil(ofShard.length / packed) }, (_, index) => {
      const part = ofShard.slice(index * packed, (index + 1) * packed);
      const records = part.map((event) => ({ partitionKey: event.user_id, data: Buffer.from(JSON.stringify(event)) }));
      return { data: kplAggregate(records), partitionKey: "any", hashKey };
    }),
  );
}

describeWith("flink", "20,000 flights and a shop's day in four shards", () => {
  const events = [...flights(), ...shopDay()];
  let platform: AnalyticsPlatform;
  let records: JobRecords;
  let expected: string[];

  beforeAll(async () => {
    platform = await AnalyticsPlatform.start({
      streams: {
        "data-stream": { capacity: { mode: "provisioned", shards: 4 } },
        "event-aggregates": { capacity: { mode: "provisioned", shards: 1 } },
        "analytics-rejects": { capacity: { mode: "provisioned", shards: 1 } },
      },
      lake: { tables: { "event-aggregates": aggregatesTable } },
      deliveries: {
        "aggregates-delivery": {
          source: { stream: "event-aggregates" },
          destination: { kind: "s3", table: "event-aggregates" },
        },
      },
      analytics: {
        analytics: {
          ...{ input: "data-stream", output: "event-aggregates", rejects: "analytics-rejects" },
          ...{ sql: "event-aggregates.sql", parameters: { windowSeconds }, idleSeconds: 30 },
        },
      },
    });
    expected = await expectedAggregates(events, windowSeconds);
    const shards = await platform.openShards();
    await platform.hold();
    await platform.put([
      ...single(flights()),
      ...aggregated(shopDay(), shards),
      ...closingEvents(shards, "2001-04-04T00:00:00Z"),
    ]);
    await platform.flink("StartApplication");
    records = platform.records();
    await records.accountFor(events.length + Object.keys(malformed).length);
    await platform.stop();
  }, 240_000);
  afterAll(() => platform.remove());

  it("are counted as DuckDB counts them, packed by the Kinesis Producer Library or not", () => {
    expect(records.aggregates()).toEqual(expected);
  });

  it("leave out what is malformed, each with the reason", () => {
    const reasons = Object.fromEntries(records.rejected().map(({ record, reason }) => [record, reason]));
    expect(reasons).toEqual(malformed);
  });

  it("are in the lake as they were counted", async () => {
    const lake = await openLake(platform.environment, platform.s3Dir);
    const iso = (column: string) => `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;
    const rows = await lake.runAndReadAll(`
      SELECT DISTINCT ON (aggregate_id) * REPLACE (
        ${iso("window_start")} AS window_start, ${iso("window_end")} AS window_end, event_count::INTEGER AS event_count)
      FROM event_aggregates`);
    const lines = rows.getRowObjectsJson().map((row) => lineOf(row as unknown as Aggregate));
    expect(lines.sort()).toEqual(expected);
  });
});
