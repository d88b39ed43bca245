import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { KinesisStreamEvent } from "aws-lambda";
import { loadEnvironment } from "../environments";
import type { QuarantinedRecord } from "../functions/shared/processor/contract";
import { namesOf } from "../names";
import { kplAggregate } from "./kpl-aggregate";
import { type LocalPlatform, startPlatform } from "./local-platform";
import { type Synthesized, synthesize } from "./synthesize";

const names = namesOf(loadEnvironment("dev"));
const stream = names.stream("data-stream").name;
const table = names.table("processed-data").name;
const bucket = names.failuresBucket.name;

let synthesized: Synthesized;
let platform: LocalPlatform;

beforeAll(() => {
  synthesized = synthesize();
}, 60_000);
afterAll(() => synthesized.remove());
beforeEach(async () => {
  platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
});
afterEach(() => platform.stop());

const put = (data: string | Buffer) =>
  platform.kinesis.send(
    new PutRecordCommand({
      StreamName: stream,
      PartitionKey: "key",
      Data: typeof data === "string" ? Buffer.from(data) : data,
    }),
  );
const event = (fields: object) => JSON.stringify({ event_id: "e", user_id: "u", event_type: "click", ...fields });

/** Puts one record between two good ones, and answers its item or the reason it is in quarantine for. */
async function fateOf(data: string | Buffer) {
  for (const each of [event({ event_id: "before" }), data, event({ event_id: "after" })]) await put(each);
  await platform.drained();
  const items = await platform.items(table);
  expect(items.map((item) => item["event_id"]?.S)).toEqual(expect.arrayContaining(["before", "after"]));
  const quarantined: QuarantinedRecord[] = [
    ...(await platform.objects(bucket, "quarantine/stream-processor/")).values(),
  ]
    .flatMap((text) => text.trim().split("\n"))
    .map((line) => JSON.parse(line));
  for (const record of quarantined) expect(Buffer.from(record.data, "base64").equals(Buffer.from(data))).toBe(true);
  const item = items.find((item) => item["event_id"]?.S !== "before" && item["event_id"]?.S !== "after");
  expect(platform.local.counts()).toMatchObject({ sent: 3, processed: 3, stillReadable: 0, failures: 0 });
  return { item, reason: quarantined[0]?.reason, outcomes: quarantined.length + items.length };
}

describe("a record between two good ones", () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

  it.each([
    ["that is not JSON", "{nope", /not JSON/],
    ["that is not text", Buffer.from([0xff, 0xfe, 0x00]), /not JSON/],
    ["that is NaN", '{"user_id":"u","event_type":"click","value":NaN}', /not JSON/],
    ["that is not an object", "[1,2]", /an array/],
    ["without a user_id", '{"event_type":"click"}', /"user_id" is missing/],
    ["with an empty user_id", event({ user_id: "  " }), /"user_id" is empty/],
    ["without an event_type", '{"user_id":"u"}', /"event_type" is missing/],
    ["of one megabyte", event({ padding: "x".repeat(1_000_000) }), /the item has \d+ bytes; DynamoDB takes 409600/],
    ["with a nonsense timestamp", event({ timestamp: "the day after tomorrow" }), /"timestamp" is "the day after/],
    ["with a date in no calendar", event({ timestamp: "2026-02-30T00:00:00Z" }), /"timestamp" is/],
    ["nested too deep", `{"user_id":"u","event_type":"click","deep":${nested(40)}}`, /nest/i],
    ["with a user_id over 2,048 bytes", event({ user_id: "u".repeat(2049) }), /"user_id" has 2049 bytes/],
    ["with a number of 40 digits", `{"user_id":"u","event_type":"click","value":${"9".repeat(40)}}`, /digits/i],
    ["that is an aggregate with a bad checksum", corrupted(), /not JSON/],
  ])("%s goes to quarantine with its reason", async (_what, data, reason) => {
    const fate = await fateOf(data);
    expect(fate.reason).toMatch(reason);
    expect(fate.outcomes).toBe(3);
  });

  it.each([
    ["ISO-8601 with an offset", "2026-01-02T03:04:05.678+09:00", "2026-01-01T18:04:05.678Z"],
    ["epoch seconds", 1767225600, "2026-01-01T00:00:00.000Z"],
    ["epoch milliseconds", 1767225600123, "2026-01-01T00:00:00.123Z"],
    ["epoch seconds as text", "1767225600", "2026-01-01T00:00:00.000Z"],
  ])("with a timestamp as %s is written at that time", async (_what, timestamp, iso) => {
    const { item } = await fateOf(event({ timestamp }));
    expect(item?.["timestamp"]).toEqual({ S: iso });
    expect(item?.["timestamp_event_id"]).toEqual({ S: `${iso}#e` });
  });

  it("with a number beyond 2^53 keeps every digit", async () => {
    const { item } = await fateOf('{"event_id":"e","user_id":"u","event_type":"click","value":9007199254740993}');
    expect(item?.["value"]).toEqual({ N: "9007199254740993" });
  });

  it("with keys that mean something to JavaScript is written, and harms nobody", async () => {
    const { item } = await fateOf(event({ constructor: 1, hasOwnProperty: 2, ["__proto__"]: { event_id: "evil" } }));
    expect(item).toMatchObject({ event_id: { S: "e" }, constructor: { N: "1" }, hasOwnProperty: { N: "2" } });
  });
});

describe("a KPL aggregate", () => {
  it("of 1,000 records gives 1,000 items, those without an event_id too", async () => {
    const records = Array.from({ length: 1_000 }, (_, number) => ({
      partitionKey: `user-${number % 7}`,
      data: Buffer.from(
        JSON.stringify({ user_id: `user-${number % 7}`, event_type: "click", timestamp: 1767225600, number }),
      ),
    }));
    await put(kplAggregate(records));
    await platform.drained();
    const numbers = (await platform.items(table)).map((item) => Number(item["number"]?.N));
    expect(numbers.sort((a, b) => a - b)).toEqual(records.map((_, number) => number));
  });
});

describe("a table that is gone", () => {
  it("sends what was retried in vain to the failure destination, payload and all, and loses nothing", async () => {
    await put(event({ event_id: "before" }));
    await platform.drained();
    await platform.dynamodb.send(new DeleteTableCommand({ TableName: table }));
    const vain = ["one", "two", "three"].map((event_id) => event({ event_id }));
    for (const each of vain) await put(each);
    await platform.drained();
    expect(platform.local.counts()).toMatchObject({ sent: 4, processed: 1, failedDestination: 3, stillReadable: 0 });
    const failures = [...(await platform.objects(bucket, "aws/lambda/")).values()].map((text) => JSON.parse(text));
    const payloads = failures.flatMap(({ payload }) => (JSON.parse(payload) as KinesisStreamEvent).Records);
    // Keys of one second are in the order of their random UUIDs.
    const texts = payloads.map(({ kinesis }) => Buffer.from(kinesis.data, "base64").toString());
    expect(texts.sort()).toEqual([...vain].sort());
    for (const { requestContext } of failures) expect(requestContext.condition).toBe("RetryAttemptsExhausted");
  });

  it("leaves nothing in quarantine of what went to the failure destination", async () => {
    await platform.dynamodb.send(new DeleteTableCommand({ TableName: table }));
    const parts = ["hello", event({})].map((data) => ({ partitionKey: "key", data: Buffer.from(data) }));
    await put(kplAggregate(parts));
    await platform.drained();
    expect(platform.local.counts()).toMatchObject({ sent: 1, processed: 0, failedDestination: 1 });
    expect(await platform.objects(bucket, "quarantine/")).toEqual(new Map());
  });
});

describe("an environment", () => {
  it("whose bundle is missing does not start, and says what to do", async () => {
    const { outDir, remove } = synthesize();
    const zips = readdirSync(outDir, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".zip"));
    for (const zip of zips) rmSync(join(outDir, zip));
    await expect(startPlatform({ outDir, environment: "dev" })).rejects.toThrow(/[a-z]+-[a-z]+\.zip.*npm run synth/s);
    remove();
  });

  it("that was not synthesized does not start, and says what to do", async () => {
    const nowhere = startPlatform({ outDir: synthesized.outDir, environment: "test" });
    await expect(nowhere).rejects.toThrow(/no synthesized environment "test".*dev.*npm run synth/);
  });

  it.each(["staging", "prod"])("%s runs as dev does", async (environment) => {
    const other = await startPlatform({ outDir: synthesized.outDir, environment });
    try {
      const StreamName = namesOf(loadEnvironment(environment)).stream("data-stream").name;
      await other.kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: "k", Data: Buffer.from(event({})) }));
      await other.drained();
      expect(other.local.counts()).toMatchObject({ sent: 1, processed: 1, failures: 0 });
    } finally {
      await other.stop();
    }
  });
});

describe("the stream", () => {
  it("refuses 501 records and a key of 257 characters with AWS's words, and goes on", async () => {
    const entry = { PartitionKey: "key", Data: Buffer.from(event({})) };
    const tooMany = new PutRecordsCommand({ StreamName: stream, Records: Array(501).fill(entry) });
    await expect(platform.kinesis.send(tooMany)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(
        "at 'records' failed to satisfy constraint: Member must have length less than or equal to 500",
      ),
    });
    const longKey = new PutRecordsCommand({
      StreamName: stream,
      Records: [entry, { ...entry, PartitionKey: "k".repeat(257) }],
    });
    await expect(platform.kinesis.send(longKey)).rejects.toMatchObject({ name: "ValidationException" });
    await put(event({}));
    await platform.drained();
    expect(platform.local.counts()).toMatchObject({ sent: 1, processed: 1 });
  });
});

function corrupted(): Buffer {
  const aggregate = kplAggregate([{ partitionKey: "k", data: Buffer.from(event({})) }]);
  aggregate[aggregate.length - 1] = (aggregate.at(-1) ?? 0) ^ 0xff;
  return aggregate;
}
