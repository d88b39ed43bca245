import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { strToU8, zipSync } from "fflate";
import { loadEnvironment } from "../environments";
import { namesOf } from "../names";
import { drawUp, readQuarantine, readTable } from "../tools/up/account";
import { AcknowledgedEvents } from "../tools/up/acknowledged-events";
import { resultReaders } from "../tools/up/analytics";
import { startTraffic } from "../tools/up/traffic";
import { startPlatform } from "./local-platform";
import { type Synthesized, synthesize } from "./synthesize";
import { until } from "./until";

const names = namesOf(loadEnvironment("dev"));
const { processors: ofResults } = resultReaders(loadEnvironment("dev"));
const StreamName = names.stream("data-stream").name;
const bucket = names.failuresBucket.name;

let synthesized: Synthesized;
beforeEach(() => {
  synthesized = synthesize();
});
afterEach(() => synthesized.remove());

/** Puts another function in the place of the bundle that was synthesized for dev. */
function deploy(code: string): void {
  const zip = zipSync({ "index.js": strToU8(code) });
  const paths = readdirSync(synthesized.outDir, { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((path) => /dev-processing.*\.zip$/.test(path))) {
    writeFileSync(join(synthesized.outDir, path), zip);
  }
}

it("a function that acknowledges events and writes nothing loses every one of them", async () => {
  deploy("exports.handler = async () => ({ batchItemFailures: [] });");
  const platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  try {
    const { url, region, startedMs } = platform.local;
    const enough = new AbortController();
    const traffic = startTraffic({
      endpoint: url,
      region,
      streamName: StreamName,
      ratePerSecond: 200,
      signal: enough.signal,
    });
    await until(() => platform.local.counts().sent >= 50);
    enough.abort();
    await traffic.ended;
    await platform.drained();
    const tableItems = await readTable(platform.dynamodb, names.table("processed-data").name, traffic.events);
    const quarantined = await readQuarantine(platform.s3, bucket, startedMs, ofResults, traffic.events);
    const counts = platform.local.counts();
    expect(counts.processed).toBe(counts.sent);
    const { missing } = traffic.events;
    expect(drawUp({ counts, tableItems, quarantined, missing, seconds: 1 })).toMatchObject({
      processed: 0,
      lost: counts.sent,
    });
  } finally {
    await platform.stop();
  }
});

it("a table that was deleted holds nothing, and does not keep the account from being drawn up", async () => {
  const platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  try {
    expect(await readTable(platform.dynamodb, "a-table-that-is-gone", new AcknowledgedEvents("none"))).toBe(0);
  } finally {
    await platform.stop();
  }
});

it("the quarantine of an earlier run is not counted again", async () => {
  const platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  try {
    const Data = Buffer.from("garbage");
    await platform.kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: "k", Data }));
    await platform.drained();
    const none = new AcknowledgedEvents("none");
    expect(await readQuarantine(platform.s3, bucket, platform.local.startedMs, ofResults, none)).toBe(1);
    expect(await readQuarantine(platform.s3, bucket, Date.now() + 1, ofResults, none)).toBe(0);
  } finally {
    await platform.stop();
  }
});

it("what the writer of aggregates put into quarantine is no record of a producer", async () => {
  const platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  try {
    const aggregates = names.stream("event-aggregates").name;
    const garbage = { PartitionKey: "k", Data: Buffer.from("garbage") };
    for (const stream of [StreamName, aggregates]) {
      await platform.kinesis.send(new PutRecordCommand({ StreamName: stream, ...garbage }));
    }
    const objects = () => platform.objects(bucket, "quarantine/");
    await until(async () => (await objects()).size === 2);
    const none = new AcknowledgedEvents("none");
    expect(await readQuarantine(platform.s3, bucket, platform.local.startedMs, ofResults, none)).toBe(1);
  } finally {
    await platform.stop();
  }
});

it("counts what this run brought into quarantine of the records that an earlier one had kept", async () => {
  const platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  try {
    const record = {
      shardId: "shardId-000000000000",
      sequenceNumber: "1",
      arrivedAt: "2026-01-01T00:00:00Z",
      data: "",
    };
    const Key = "quarantine/stream-processor/shardId-000000000000/1-1.ndjson";
    await platform.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: JSON.stringify(record) }));
    const none = new AcknowledgedEvents("none");
    expect(await readQuarantine(platform.s3, bucket, platform.local.startedMs, ofResults, none)).toBe(1);
  } finally {
    await platform.stop();
  }
});

it("is drawn up for a table that was deleted, too", async () => {
  const platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  try {
    const table = names.table("processed-data").name;
    await platform.dynamodb.send(new DeleteTableCommand({ TableName: table }));
    expect(await readTable(platform.dynamodb, table, new AcknowledgedEvents("none"))).toBe(0);
  } finally {
    await platform.stop();
  }
});
