import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { App } from "cdktf";
import dev from "../environments/dev";
import { parseEnvironment } from "../environments/parse-environment";
import { bundleFunction } from "../functions/bundle";
import { namesOf } from "../names";
import { addStacks } from "../stacks/add-stacks";
import { openLake } from "../tools/query/lake";
import { queryLocally } from "../tools/query/local-query";
import { type LocalPlatform, startPlatform } from "./local-platform";
import { until } from "./until";

const only = <Entry>(entries: Record<string, Entry> = {}, key: string) =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => name === key));

/** What dev does with aggregates, whoever writes them. */
const environment = parseEnvironment("dev", {
  ...dev,
  processors: only(dev.processors, "aggregate-writer"),
  deliveries: only(dev.deliveries, "aggregates-delivery"),
  analytics: {},
});
const names = namesOf(environment);

const aggregate = (fields: object = {}) => ({
  aggregate_id: "2026-11-22T10:00:00Z#user-1#CLICK",
  window_start: "2026-11-22T10:00:00Z",
  window_end: "2026-11-22T10:01:00Z",
  user_id: "user-1",
  event_type: "CLICK",
  ...{ event_count: 2, value_sum: 3.5, value_mean: 1.75, value_min: -1, value_max: 4.5 },
  ...fields,
});
const viewed = {
  aggregate_id: "2026-11-22T10:00:00Z#user-1#PAGE_VIEW",
  event_type: "PAGE_VIEW",
  ...{ event_count: 7, value_sum: null, value_mean: null, value_min: null, value_max: null },
};
/** What a job wrote that began again at a checkpoint: one window twice, and the second time with an event more. */
const written = [aggregate(), aggregate(viewed), aggregate({ event_count: 3, value_sum: 4.5, value_mean: 1.5 })];

const outDir = mkdtempSync(join(tmpdir(), "weir-aggregates-"));
let platform: LocalPlatform;
beforeAll(async () => {
  const app = new App({ outdir: outDir, stackTraces: false });
  const codes = new Map([["aggregate-writer", await bundleFunction("aggregate-writer")]]);
  addStacks(app, environment, codes, { path: "", sourcesHash: "" });
  app.synth();
  platform = await startPlatform({ outDir, environment: environment.name });
  const texts = [...written.map((one) => JSON.stringify(one)), '{"user_id":"user-1"}'];
  const Records = texts.map((text) => ({ PartitionKey: "user-1", Data: Buffer.from(text) }));
  await platform.kinesis.send(new PutRecordsCommand({ StreamName: names.stream("event-aggregates").name, Records }));
}, 60_000);
afterAll(async () => {
  await platform.stop();
  rmSync(outDir, { recursive: true });
});

async function query(sql: string): Promise<(string | undefined)[][]> {
  const { parts } = await queryLocally(await openLake(environment, platform.s3Dir), environment, sql);
  const rows: (string | undefined)[][] = [];
  for await (const part of parts) rows.push(...part.map((row) => row.map((cell) => cell?.text)));
  return rows;
}

it("aggregates come into their table, a repeated window as it was last, and what is none into quarantine", async () => {
  await platform.drained();
  const quarantined = await platform.objects(names.failuresBucket.name, "quarantine/aggregate-writer/");
  expect([...quarantined.values()].map((text) => JSON.parse(text))).toEqual([
    expect.objectContaining({ reason: '"event_type" is missing' }),
  ]);
  const { Items = [] } = await platform.dynamodb.send(
    new QueryCommand({
      TableName: names.table("event-aggregates").name,
      KeyConditionExpression: "user_id = :user AND begins_with(window_event_type, :hour)",
      ExpressionAttributeValues: { ":user": { S: "user-1" }, ":hour": { S: "2026-11-22T10" } },
    }),
  );
  expect(Items.map((item) => [item["window_event_type"]?.S, item["event_count"]?.N, item["value_sum"]])).toEqual([
    ["2026-11-22T10:00:00.000Z/2026-11-22T10:01:00.000Z#CLICK", "3", { N: "4.5" }],
    ["2026-11-22T10:00:00.000Z/2026-11-22T10:01:00.000Z#PAGE_VIEW", "7", { NULL: true }],
  ]);
});

it("aggregates come into the lake as Parquet, with every repeat, typed", async () => {
  await until(() => platform.local.deliveries().unread === 0);
  await platform.local.deliverAll();
  const columns = "aggregate_id, window_start, window_end, event_count, value_sum, value_mean, value_min, value_max";
  expect(await query(`select ${columns} from event_aggregates where event_count is not null order by 4`)).toEqual([
    [written[0]?.aggregate_id, "2026-11-22 10:00:00", "2026-11-22 10:01:00", "2", "3.5", "1.75", "-1", "4.5"],
    [written[2]?.aggregate_id, "2026-11-22 10:00:00", "2026-11-22 10:01:00", "3", "4.5", "1.5", "-1", "4.5"],
    [viewed.aggregate_id, "2026-11-22 10:00:00", "2026-11-22 10:01:00", "7", ...Array(4).fill(undefined)],
  ]);
  expect(await query("select typeof(window_start), typeof(event_count) from event_aggregates limit 1")).toEqual([
    ["TIMESTAMP", "BIGINT"],
  ]);
});
