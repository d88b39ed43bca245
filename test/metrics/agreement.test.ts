import { CloudWatchClient, GetMetricStatisticsCommand, type Statistic } from "@aws-sdk/client-cloudwatch";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { LambdaClient, paginateListEventSourceMappings } from "@aws-sdk/client-lambda";
import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import { type LocalPlatform, startPlatform } from "../local-platform";
import { type Synthesized, synthesize } from "../synthesize";

const names = namesOf(loadEnvironment("dev"));
const StreamName = names.stream("data-stream").name;
const processor = { FunctionName: names.function("stream-processor").name };
const TableName = names.table("processed-data").name;

let synthesized: Synthesized;
let platform: LocalPlatform;
let cloudwatch: CloudWatchClient;
let lambda: LambdaClient;

beforeAll(() => {
  synthesized = synthesize();
}, 60_000);
afterAll(() => synthesized.remove());
beforeEach(async () => {
  platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
  const { url: endpoint, region } = platform.local;
  const settings = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  cloudwatch = new CloudWatchClient(settings);
  lambda = new LambdaClient(settings);
});
afterEach(async () => {
  cloudwatch.destroy();
  lambda.destroy();
  await platform.stop();
});

/** A metric's statistic over all that this test did, added up over its minutes. */
async function total(
  Namespace: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
  of: Statistic,
) {
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace, MetricName, Period: 60, Statistics: [of] },
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(platform.local.startedMs - 60_000),
      EndTime: new Date(Date.now() + 60_000),
    }),
  );
  return Datapoints.reduce((sum, { [of]: value = 0 }) => sum + value, 0);
}

async function mappingUuid(): Promise<string> {
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
    { client: lambda },
    { ...processor },
  )) {
    for (const { UUID } of EventSourceMappings) if (UUID !== undefined) return UUID;
  }
  throw new Error(`${processor.FunctionName} has no mapping`);
}

const texts = Array.from({ length: 40 }, (_, number) =>
  number % 8 === 7 ? "poison" : JSON.stringify({ event_id: `e${number}`, user_id: `u${number}`, event_type: "click" }),
);
const poison = texts.filter((text) => text === "poison").length;

/** Puts all but the last two by one request, and these by one each. */
async function putAll(): Promise<void> {
  const entries = texts.map((text, number) => ({ Data: Buffer.from(text), PartitionKey: `key-${number}` }));
  await platform.kinesis.send(new PutRecordsCommand({ StreamName, Records: entries.slice(0, -2) }));
  for (const entry of entries.slice(-2)) await platform.kinesis.send(new PutRecordCommand({ StreamName, ...entry }));
}

const sentBytes = texts.reduce((bytes, text, number) => bytes + text.length + `key-${number}`.length, 0);

it("says of each part of the pipeline what was sent through it, to the record", async () => {
  await putAll();
  await platform.drained();
  await platform.local.deliverAll();

  const ofStream = (name: string, of: Statistic = "Sum") => total("AWS/Kinesis", name, { StreamName }, of);
  expect([await ofStream("IncomingRecords"), await ofStream("IncomingBytes")]).toEqual([texts.length, sentBytes]);
  expect([await ofStream("PutRecords.TotalRecords"), await ofStream("PutRecords.SuccessfulRecords")]).toEqual([38, 38]);
  expect([await ofStream("PutRecord.Success"), await ofStream("IncomingRecords", "SampleCount")]).toEqual([2, 3]);
  // The processor's mapping and the delivery stream each read all.
  expect(await ofStream("GetRecords.Records")).toBe(2 * texts.length);

  const EventSourceMappingUUID = await mappingUuid();
  const ofMapping = (name: string) => total("AWS/Lambda", name, { EventSourceMappingUUID }, "Sum");
  expect([await ofMapping("PolledEventCount"), await ofMapping("InvokedEventCount")]).toEqual([40, 40]);
  const ofProcessor = (name: string, of: Statistic = "Sum") => total("AWS/Lambda", name, processor, of);
  const invocations = await ofProcessor("Invocations");
  expect(invocations).toBeGreaterThan(0);
  expect([await ofProcessor("Errors"), await ofProcessor("Duration", "SampleCount")]).toEqual([0, invocations]);
  expect(await ofProcessor("IteratorAge", "SampleCount")).toBe(invocations);

  const items = await platform.items(TableName);
  expect(items).toHaveLength(texts.length - poison);
  // Each item is smaller than a kilobyte.
  expect(await total("AWS/DynamoDB", "ConsumedWriteCapacityUnits", { TableName }, "Sum")).toBe(items.length);

  const DeliveryStreamName = names.deliveryStream("delivery-stream").name;
  const ofDelivery = (name: string) => total("AWS/Firehose", name, { DeliveryStreamName }, "Sum");
  expect(await ofDelivery("DataReadFromKinesisStream.Records")).toBe(texts.length);
  expect(await ofDelivery("SucceedProcessing.Records")).toBe(texts.length - poison);
  expect(await ofDelivery("DeliveryToS3.Records")).toBe(platform.local.deliveries().delivered);
});

it("counts what fails, what is tried again, and what is given up", async () => {
  await platform.dynamodb.send(new DeleteTableCommand({ TableName }));
  await putAll();
  await platform.drained();
  const EventSourceMappingUUID = await mappingUuid();
  const ofMapping = (name: string) => total("AWS/Lambda", name, { EventSourceMappingUUID }, "Sum");
  const { failedDestination } = platform.local.counts();
  expect(failedDestination).toBeGreaterThan(0);
  expect(await ofMapping("OnFailureDestinationDeliveredEventCount")).toBe(failedDestination);
  expect(await ofMapping("DroppedEventCount")).toBe(0);
  expect(await ofMapping("InvokedEventCount")).toBeGreaterThan(await ofMapping("PolledEventCount"));
  expect(await ofMapping("FailedInvokeEventCount")).toBeGreaterThan(0);
  expect(await total("AWS/DynamoDB", "UserErrors", {}, "Sum")).toBeGreaterThan(0);
}, 60_000);
