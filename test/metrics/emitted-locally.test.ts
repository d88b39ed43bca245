import { CloudWatchClient, type Metric, paginateListMetrics } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { KinesisClient, PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { loadEnvironment } from "../../environments";
import { readEnvironment } from "../../local/terraform/read-environment";
import { namesOf } from "../../names";
import { alarmsOf } from "../alarms/alarms-of";
import { dashboardsOf, rowsOf } from "../dashboards/dashboards-of";
import { type Synthesized, synthesize } from "../synthesize";
import { startVirtualPlatform, type VirtualPlatform } from "../virtual-platform";

const environment = loadEnvironment("dev");
const names = namesOf(environment);
const minuteMs = 60_000;

/** What alarms or dashboards show and nobody emits in an hour in which all is well, by why. */
const unemitted: Readonly<Record<string, readonly string[]>> = {
  "it is counted when something goes wrong, and all is well": [
    "AWS/DynamoDB ReadThrottleEvents by TableName",
    "AWS/DynamoDB ReadThrottleEvents by TableName, GlobalSecondaryIndexName",
    "AWS/DynamoDB WriteThrottleEvents by TableName",
    "AWS/DynamoDB WriteThrottleEvents by TableName, GlobalSecondaryIndexName",
    "AWS/DynamoDB SystemErrors by TableName, Operation",
    "AWS/Lambda DestinationDeliveryFailures by FunctionName",
    "AWS/Lambda DroppedEventCount by EventSourceMappingUUID",
    "AWS/Lambda FailedInvokeEventCount by EventSourceMappingUUID",
    "AWS/Lambda OnFailureDestinationDeliveredEventCount by EventSourceMappingUUID",
  ],
  "operators emit it, by weir health --publish and weir apply": [
    "KinesisCustom DeployInProgress by Environment",
    "KinesisCustom HealthStatus by Environment",
  ],
  "the local DynamoDB does not know what a write adds to an index (docs/fidelity.md)": [
    "AWS/DynamoDB ConsumedWriteCapacityUnits by TableName, GlobalSecondaryIndexName",
  ],
};

let synthesized: Synthesized;
let platform: VirtualPlatform;
let clients: ReturnType<typeof makeClients>;

beforeAll(async () => {
  synthesized = synthesize();
  platform = await startVirtualPlatform(synthesized.outDir, environment.name);
  clients = makeClients(platform);
}, 300_000);
afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  await platform?.stop();
  synthesized?.remove();
}, 60_000);

function makeClients({ url: endpoint, region }: VirtualPlatform) {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const settings = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    cloudwatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    kinesis: new KinesisClient(settings),
  };
}

/** Sends events, and to each stream one record that is none: to those that jobs write to as whoever sends again would. */
async function put(minute: number): Promise<void> {
  const timestamp = new Date(platform.clock.now()).toISOString();
  const events = Array.from({ length: 20 }, (_, number) => {
    const event = { event_id: `${minute}-${number}`, user_id: `user-${number}`, event_type: "CLICK", timestamp };
    return { PartitionKey: event.user_id, Data: Buffer.from(JSON.stringify(event)) };
  });
  const { name: StreamName } = names.stream("data-stream");
  await clients.kinesis.send(new PutRecordsCommand({ StreamName, Records: events }));
  for (const key of Object.keys(environment.streams)) {
    const single = { PartitionKey: "user-0", Data: Buffer.from("no event") };
    await clients.kinesis.send(new PutRecordCommand({ StreamName: names.stream(key).name, ...single }));
  }
}

/** Reads each table, and the index that one of them has, as an application does. */
async function read(): Promise<void> {
  for (const [key, { holds }] of Object.entries(environment.tables)) {
    const TableName = names.table(key).name;
    const sortKey = holds.kind === "events" ? "timestamp_event_id" : "window_event_type";
    const Key = { user_id: { S: "user-1" }, [sortKey]: { S: "none" } };
    await clients.dynamodb.send(new GetItemCommand({ TableName, Key }));
    if (holds.kind !== "events") continue;
    await clients.dynamodb.send(
      new QueryCommand({
        ...{ TableName, IndexName: "event-type-index", KeyConditionExpression: "event_type_bucket = :bucket" },
        ExpressionAttributeValues: { ":bucket": { S: "CLICK#0" } },
      }),
    );
  }
}

/** Which metric of which resource. */
function keyOf(namespace = "", name = "", dimensions: readonly (readonly [name: string, value: string])[]): string {
  return [namespace, name, ...dimensions.map((pair) => pair.join("=")).sort()].join(" ");
}

/** All that an alarm or a chart of the environment asks for: its key, and what it is called whatever the resource. */
function shown(): ReadonlyMap<string, string> {
  const resolved = readEnvironment({ outDir: synthesized.outDir, environment: environment.name });
  const ofAlarms = alarmsOf(resolved).metric.flatMap(({ metrics }) =>
    metrics.map(({ namespace, name, dimensions }) => ({ namespace, name, dimensions: Object.entries(dimensions) })),
  );
  const ofCharts = dashboardsOf(resolved)
    .flatMap(({ widgets }) => widgets.flatMap(rowsOf))
    .filter(({ expression }) => expression === undefined)
    .map(({ names: [namespace = "", name = "", ...rest] }) => ({ namespace, name, dimensions: pairs(rest) }));
  return new Map(
    [...ofAlarms, ...ofCharts].map(({ namespace, name, dimensions }) => {
      const called = [namespace, name, "by", dimensions.map(([dimension]) => dimension).join(", ")].join(" ");
      return [keyOf(namespace, name, dimensions), called];
    }),
  );
}

function pairs(flat: readonly string[]): (readonly [name: string, value: string])[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ""] as const] : []));
}

async function emitted(): Promise<ReadonlySet<string>> {
  const metrics: Metric[] = [];
  for await (const { Metrics = [] } of paginateListMetrics({ client: clients.cloudwatch }, {}))
    metrics.push(...Metrics);
  return new Set(
    metrics.map(({ Namespace, MetricName, Dimensions = [] }) =>
      keyOf(
        Namespace,
        MetricName,
        Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]),
      ),
    ),
  );
}

it("all that alarms and dashboards of dev show is emitted in a busy hour, but for what has a reason not to be", async () => {
  for (let minute = 0; minute < 60; minute++) {
    await put(minute);
    await read();
    await platform.step(minuteMs);
  }
  const known = await emitted();
  const silent = [...shown()].filter(([key]) => !known.has(key)).map(([, called]) => called);
  expect([...new Set(silent)].sort()).toEqual(Object.values(unemitted).flat().sort());
}, 600_000);
