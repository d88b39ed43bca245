import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { VirtualClock } from "../../local/clock";
import { createDynamoDb, type DynamoDb } from "../../local/dynamodb/dynamodb";
import { TableFaults } from "../../local/dynamodb/table-faults";
import { TableMetrics } from "../../local/dynamodb/table-metrics";
import type { ActiveFaults } from "../../local/faults/active-faults";
import type { Fault, Target } from "../../local/faults/fault";
import { create, DeliveryStreamName, firehoseWith } from "../../local/firehose/firehose-fixture";
import { firehoseService } from "../../local/firehose/service";
import { createApplication } from "../../local/flink/actions/create-application";
import { startApplication } from "../../local/flink/actions/start-application";
import { ApplicationName, configured, managedFlinkWith, newApplication } from "../../local/flink/applications-fixture";
import { registered, subscribed } from "../../local/kinesis/fan-out/subscriber-fixture";
import { kinesisWith, putTexts } from "../../local/kinesis/kinesis-fixture";
import { seededRandom } from "../../local/random";
import { type Endpoint, startEndpoint } from "../../local/server/endpoint";
import { Sns } from "../../local/sns/sns";
import { createSqs, type Sqs } from "../../local/sqs/sqs";
import { type Measured, measuredOn } from "./measured";

const account = { accountId: "000000000000", region: "eu-west-1" };
const credentials = { accessKeyId: "any", secretAccessKey: "any" };

let clock: VirtualClock;
let measured: Measured;
beforeEach(() => {
  clock = new VirtualClock();
  measured = measuredOn(clock);
});

describe("DynamoDB", () => {
  const TableName = "orders";
  const ofTable = (name: string, dimensions = {}, stat = "Sum") =>
    measured.statistic("AWS/DynamoDB", name, { TableName, ...dimensions }, stat);
  let dynamodb: DynamoDb;
  let endpoint: Endpoint;
  let client: DynamoDBClient;

  beforeEach(async () => {
    dynamodb = createDynamoDb({ ...account, clock, metrics: measured.recorder });
    endpoint = await startEndpoint({ port: 0, services: [dynamodb.service], ...account });
    client = new DynamoDBClient({ endpoint: endpoint.url, region: account.region, credentials, maxAttempts: 1 });
    const key = (AttributeName: string) => [{ AttributeName, KeyType: "HASH" as const }];
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: key("id"),
        AttributeDefinitions: ["id", "kind"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        GlobalSecondaryIndexes: [
          { IndexName: "by-kind", KeySchema: key("kind"), Projection: { ProjectionType: "ALL" } },
        ],
      }),
    );
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.close();
    await dynamodb.close();
  });

  const item = (id: string, bytes = 0) => ({ id: { S: id }, kind: { S: "a" }, text: { S: "x".repeat(bytes) } });

  it("tells what tables and indexes consume, and shows its clients only what they ask for", async () => {
    const put = await client.send(new PutItemCommand({ TableName, Item: item("1", 3_000) }));
    const Put = ["2", "3"].map((id) => ({ PutRequest: { Item: item(id) } }));
    const batch = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: Put }, ReturnConsumedCapacity: "TOTAL" }),
    );
    expect(put.ConsumedCapacity).toBeUndefined();
    expect(batch.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2 }]);
    expect(ofTable("ConsumedWriteCapacityUnits")).toBe(3 + 2);
    const found = await client.send(
      new QueryCommand({
        ...{ TableName, IndexName: "by-kind", KeyConditionExpression: "kind = :kind" },
        ExpressionAttributeValues: { ":kind": { S: "a" } },
        ReturnConsumedCapacity: "INDEXES",
      }),
    );
    const { CapacityUnits } = found.ConsumedCapacity?.GlobalSecondaryIndexes?.["by-kind"] ?? {};
    expect(ofTable("ConsumedReadCapacityUnits", { GlobalSecondaryIndexName: "by-kind" })).toBe(CapacityUnits);
    expect(ofTable("ConsumedReadCapacityUnits")).toBe(0);
    expect(ofTable("ReturnedItemCount", { Operation: "Query" })).toBe(3);
    expect(ofTable("SuccessfulRequestLatency", { Operation: "BatchWriteItem" }, "SampleCount")).toBe(1);
  });

  it("counts what an index throttles as the index's alone, and what a table throttles as the table's", async () => {
    let throttled: Target = "index/orders/by-kind";
    const faults: ActiveFaults = {
      strikes: (kind, target) => (kind === "throttle" && target === throttled ? fault : undefined),
    };
    const fault: Fault = { id: "fault-1", kind: "throttle", target: throttled, sinceMs: 0 };
    const tableMetrics = new TableMetrics(measured.recorder, clock);
    const tableFaults = new TableFaults(faults, tableMetrics);
    tableFaults.addTable(TableName, ["by-kind"]);
    const put = () =>
      tableMetrics.measure("PutItem", { TableName, Item: item("1") }, (input) =>
        tableFaults.suffer("PutItem", input, async () => ({})),
      );
    const ofIndex = { GlobalSecondaryIndexName: "by-kind" };
    await expect(put()).rejects.toThrow("throughput");
    expect([ofTable("WriteThrottleEvents", ofIndex), ofTable("WriteThrottleEvents")]).toEqual([1, undefined]);
    throttled = "table/orders";
    await expect(put()).rejects.toThrow("throughput");
    expect([ofTable("WriteThrottleEvents", ofIndex), ofTable("WriteThrottleEvents")]).toEqual([1, 1]);
    expect(ofTable("ThrottledRequests", { Operation: "PutItem" })).toBe(2);
  });

  it("tells its client's errors from a condition that does not hold", async () => {
    await client.send(new PutItemCommand({ TableName, Item: item("1") }));
    const again = { TableName, Item: item("1"), ConditionExpression: "attribute_not_exists(id)" };
    await expect(client.send(new PutItemCommand(again))).rejects.toThrow("conditional request failed");
    await expect(client.send(new PutItemCommand({ TableName, Item: { kind: { S: "a" } } }))).rejects.toThrow("key");
    expect([
      ofTable("ConditionalCheckFailedRequests"),
      measured.statistic("AWS/DynamoDB", "UserErrors", {}, "Sum"),
    ]).toEqual([1, 1]);
    expect(ofTable("SystemErrors", { Operation: "PutItem" })).toBeUndefined();
  });
});

describe("SQS and SNS", () => {
  const ofQueue = (name: string, stat = "Sum", minutes?: number) =>
    measured.statistic("AWS/SQS", name, { QueueName: "work" }, stat, minutes);
  let sqs: Sqs;
  let endpoint: Endpoint;
  let client: SQSClient;

  beforeEach(async () => {
    sqs = createSqs({ ...account, clock, metrics: measured.recorder });
    await sqs.createQueue("work");
    endpoint = await startEndpoint({ port: 0, services: [sqs.service], ...account });
    client = new SQSClient({ endpoint: endpoint.url, region: account.region, credentials, maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.close();
    sqs.close();
  });

  it("count messages that come and go, and tell what waits and for how long", async () => {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "work" }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "12345" }));
    const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: "1" }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await clock.advance(10 * 60_000);
    expect([ofQueue("NumberOfMessagesSent"), ofQueue("SentMessageSize")]).toEqual([3, 7]);
    expect(ofQueue("ApproximateNumberOfMessagesVisible", "Maximum", 1)).toBe(3);
    expect(ofQueue("ApproximateAgeOfOldestMessage", "Maximum", 2)).toBeGreaterThan(9 * 60);
    const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3_600 };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive));
    await client.send(new ReceiveMessageCommand(receive));
    for (const { ReceiptHandle } of Messages.slice(0, 2)) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    await clock.advance(60_000);
    expect([ofQueue("NumberOfMessagesReceived"), ofQueue("NumberOfEmptyReceives")]).toEqual([3, 1]);
    expect(ofQueue("NumberOfMessagesDeleted")).toBe(2);
    expect(ofQueue("ApproximateNumberOfMessagesNotVisible", "Minimum", 1)).toBe(1);
    expect(ofQueue("ApproximateNumberOfMessagesVisible", "Maximum", 1)).toBe(0);
  });

  it("count what is published, and what reaches a subscriber or does not", async () => {
    const sns = new Sns({
      ...{ ...account, clock, random: seededRandom(1), metrics: measured.recorder, fetch },
      ...{ sendMessage: sqs.sendMessage, endpointUrl: () => endpoint.url, notice: () => undefined },
    });
    const { arn } = sns.createTopic("alerts");
    for (const queue of ["work", "missing"]) sns.subscribe(arn, "sqs", `arn:aws:sqs:eu-west-1:000000000000:${queue}`);
    sns.publish(arn, "text");
    await sns.close();
    const ofTopic = (name: string) => measured.statistic("AWS/SNS", name, { TopicName: "alerts" }, "Sum");
    expect(ofTopic("NumberOfMessagesPublished")).toBe(1);
    expect([ofTopic("NumberOfNotificationsDelivered"), ofTopic("NumberOfNotificationsFailed")]).toEqual([1, 1]);
  });
});

it("Direct PUT counts what it takes and what it throttles, beside its limits", async () => {
  const { firehose } = firehoseWith({ metrics: measured.recorder, clock });
  await create(firehose);
  const endpoint = await startEndpoint({ port: 0, services: [firehoseService(firehose)], ...account });
  const client = new FirehoseClient({ endpoint: endpoint.url, region: account.region, credentials, maxAttempts: 1 });
  const Records = Array.from({ length: 4 }, () => ({ Data: Buffer.alloc(400_000) }));
  const { FailedPutCount } = await client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
  await clock.advance(60_000);
  const sum = (name: string) => measured.statistic("AWS/Firehose", name, { DeliveryStreamName }, "Sum");
  // A mebibyte a second.
  expect(FailedPutCount).toBe(2);
  expect([sum("IncomingRecords"), sum("IncomingBytes"), sum("ThrottledRecords")]).toEqual([2, 800_000, 2]);
  expect([sum("IncomingPutRequests"), sum("PutRecordBatch.Records")]).toEqual([1, 4]);
  expect(measured.statistic("AWS/Firehose", "BytesPerSecondLimit", { DeliveryStreamName }, "Maximum")).toBe(2 ** 20);
  client.destroy();
  await endpoint.close();
  await firehose.close();
});

it("a fan-out consumer counts its events, and a call that comes too soon", async () => {
  const { kinesis } = kinesisWith({}, { metrics: measured.recorder, clock });
  const arn = registered(kinesis);
  const subscriber = subscribed(kinesis, arn, { Type: "TRIM_HORIZON" });
  putTexts(kinesis, ["1", "22"]);
  await clock.advance(1_000);
  expect(subscriber.texts).toEqual(["1", "22"]);
  expect(() => subscribed(kinesis, arn, { Type: "TRIM_HORIZON" })).toThrow("Another active subscription");
  const ofConsumer = (name: string) =>
    measured.statistic("AWS/Kinesis", name, { StreamName: "events", ConsumerName: "reader" }, "Sum");
  expect([ofConsumer("SubscribeToShardEvent.Records"), ofConsumer("SubscribeToShardEvent.Bytes")]).toEqual([2, 3 + 6]);
  expect([ofConsumer("SubscribeToShard.Success"), ofConsumer("SubscribeToShard.RateExceeded")]).toEqual([1, 1]);
});

it.each([
  { RuntimeEnvironment: "FLINK-1_20", counts: { fullRestarts: 2, numRestarts: undefined, downtime: 5_000 } },
  { RuntimeEnvironment: "FLINK-2_2", counts: { fullRestarts: undefined, numRestarts: 2, downtime: undefined } },
])("a job on $RuntimeEnvironment tells of itself in that Flink's words", async ({ RuntimeEnvironment, counts }) => {
  const { flink, jobs } = managedFlinkWith({ clock, metrics: measured.recorder });
  const PropertyMap = { "stream.arn": "arn:aws:kinesis:eu-west-1:000000000000:stream/data-stream" };
  const EnvironmentProperties = { PropertyGroups: [{ PropertyGroupId: "events", PropertyMap }] };
  const ApplicationConfiguration = { ...configured, EnvironmentProperties };
  await createApplication(flink, { ...newApplication, RuntimeEnvironment, ApplicationConfiguration });
  const told = (name: string, dimensions = {}) =>
    measured.statistic("AWS/KinesisAnalytics", name, { Application: ApplicationName, ...dimensions }, "Maximum");
  await clock.advance(60_000);
  expect(told("KPUs")).toBeUndefined();
  startApplication(flink, { ApplicationName });
  const [job] = jobs;
  if (!job) throw new Error("no job was started");
  job.told = { restarts: 2, downtimeMs: 5_000, failedCheckpoints: 3, heapPercent: 40, millisBehindLatest: 7_000 };
  job.run();
  await clock.advance(60_000);
  expect({
    fullRestarts: told("fullRestarts"),
    numRestarts: told("numRestarts"),
    downtime: told("downtime"),
  }).toEqual(counts);
  expect([told("KPUs"), told("numberOfFailedCheckpoints"), told("heapMemoryUtilization")]).toEqual([1, 3, 40]);
  expect(told("lastCheckpointSize")).toBeUndefined();
  expect(told("millisBehindLatest", { Flow: "Input", Id: "data_stream" })).toBe(7_000);
  await flink.applications.close();
});
