import { once } from "node:events";
import { connect } from "node:net";
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  type KinesisClientConfig,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { realClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { realRandom } from "../random";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { registerStreamConsumer } from "./actions/register-stream-consumer";
import { Kinesis } from "./kinesis";
import { kinesisService } from "./service";

const accountId = "000000000000";
const region = "ap-northeast-1";
const StreamName = "events";
const StreamARN = `arn:aws:kinesis:${region}:${accountId}:stream/${StreamName}`;

const handlers: [string, KinesisClientConfig["requestHandler"]][] = [
  ["cleartext HTTP/2, the SDK's own choice", undefined],
  ["HTTP/1.1", new NodeHttpHandler()],
];

describe.each(handlers)("Kinesis behind the endpoint, by the AWS SDK over %s", (_protocol, requestHandler) => {
  let kinesis: Kinesis;
  let endpoint: Endpoint;
  let client: KinesisClient;

  beforeEach(async () => {
    kinesis = new Kinesis({
      clock: realClock,
      random: realRandom,
      accountId,
      region,
      metrics: noMetrics,
      limits: true,
    });
    const services = [kinesisService(kinesis)];
    endpoint = await startEndpoint({ port: 0, services, accountId, region, logError: () => undefined });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    client = new KinesisClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1, requestHandler });
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2, Tags: { team: "web" } }));
  });

  afterEach(async () => {
    client.destroy();
    await endpoint.close();
  });

  async function read(ShardId: string) {
    const from = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
    return client.send(new GetRecordsCommand({ ShardIterator, StreamARN }));
  }

  it("gives back the very bytes that were put", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const one = await client.send(new PutRecordCommand({ StreamARN, PartitionKey: "ключ 🔑", Data: bytes }));
    const many = await client.send(
      new PutRecordsCommand({
        StreamName,
        Records: [
          { PartitionKey: "b", Data: new Uint8Array() },
          { PartitionKey: "c", Data: bytes },
        ],
      }),
    );
    expect(many.FailedRecordCount).toBe(0);
    const pages = [await read("shardId-000000000000"), await read("shardId-000000000001")];
    const records = new Map(pages.flatMap(({ Records = [] }) => Records).map((each) => [each.SequenceNumber, each]));
    expect(records.get(one.SequenceNumber)).toMatchObject({ PartitionKey: "ключ 🔑", Data: bytes });
    expect(many.Records?.map(({ SequenceNumber }) => records.get(SequenceNumber)?.Data)).toEqual([
      new Uint8Array(),
      bytes,
    ]);
    expect(records.size).toBe(3);
    expect(records.get(one.SequenceNumber)?.ApproximateArrivalTimestamp).toBeInstanceOf(Date);
  });

  it("describes and lists streams", async () => {
    await client.send(
      new CreateStreamCommand({ StreamName: "aggregates", StreamModeDetails: { StreamMode: "ON_DEMAND" } }),
    );
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName, Limit: 1 }));
    expect(StreamDescription).toMatchObject({
      StreamName,
      StreamARN,
      StreamStatus: "ACTIVE",
      StreamModeDetails: { StreamMode: "PROVISIONED" },
      Shards: [
        {
          ShardId: "shardId-000000000000",
          HashKeyRange: { StartingHashKey: "0", EndingHashKey: (2n ** 127n - 1n).toString() },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^49\d{54}$/) },
        },
      ],
      HasMoreShards: true,
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: "NONE",
      StreamCreationTimestamp: expect.any(Date),
    });
    const summary = await client.send(new DescribeStreamSummaryCommand({ StreamName: "aggregates" }));
    expect(summary.StreamDescriptionSummary).toMatchObject({
      OpenShardCount: 4,
      ConsumerCount: 0,
      StreamModeDetails: { StreamMode: "ON_DEMAND" },
    });
    const first = await client.send(new ListStreamsCommand({ Limit: 1 }));
    const second = await client.send(new ListStreamsCommand({ NextToken: first.NextToken }));
    expect([first.StreamNames, first.HasMoreStreams]).toEqual([["aggregates"], true]);
    expect([second.StreamNames, second.HasMoreStreams]).toEqual([["events"], false]);
    expect(second.StreamSummaries).toMatchObject([{ StreamName, StreamARN, StreamStatus: "ACTIVE" }]);
  });

  it("makes an on-demand stream of one that asks for nothing", async () => {
    await client.send(new CreateStreamCommand({ StreamName: "plain" }));
    const { Shards } = await client.send(new ListShardsCommand({ StreamName: "plain" }));
    expect(Shards).toHaveLength(4);
  });

  it("lists shards by page and by filter, with their parents", async () => {
    const NewStartingHashKey = (2n ** 126n).toString();
    await client.send(new SplitShardCommand({ StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey }));
    const pair = { ShardToMerge: "shardId-000000000003", AdjacentShardToMerge: "shardId-000000000001" };
    await client.send(new MergeShardsCommand({ StreamName, ...pair }));
    const numbers = async (request: Omit<ConstructorParameters<typeof ListShardsCommand>[0], never>) =>
      (await client.send(new ListShardsCommand(request))).Shards?.map(({ ShardId }) => Number(ShardId?.slice(8)));
    expect(await numbers({ StreamName })).toEqual([0, 1, 2, 3, 4]);
    expect(await numbers({ StreamName, ShardFilter: { Type: "AT_LATEST" } })).toEqual([2, 4]);
    const after = { Type: "AFTER_SHARD_ID" as const, ShardId: "shardId-000000000002" };
    expect(await numbers({ StreamName, ShardFilter: after })).toEqual([3, 4]);
    const page = await client.send(
      new ListShardsCommand({ StreamName, MaxResults: 1, ShardFilter: { Type: "AT_LATEST" } }),
    );
    expect(await numbers({ NextToken: page.NextToken })).toEqual([4]);
    const all = await client.send(new ListShardsCommand({ StreamARN }));
    expect(all.Shards?.[4]).toMatchObject({
      ParentShardId: "shardId-000000000003",
      AdjacentParentShardId: "shardId-000000000001",
    });
    expect(all.Shards?.[0]?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^49\d{54}$/);
    const closed = await read("shardId-000000000000");
    expect(closed.NextShardIterator).toBeUndefined();
    expect(closed.ChildShards?.map(({ ShardId }) => ShardId)).toEqual(["shardId-000000000002", "shardId-000000000003"]);
  });

  it("changes retention within AWS's bounds", async () => {
    const increase = (RetentionPeriodHours: number) =>
      client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
    const decrease = (RetentionPeriodHours: number) =>
      client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
    await increase(168);
    expect(kinesis.stream(StreamName).properties.retentionHours).toBe(168);
    await expect(increase(100)).rejects.toThrow(
      "Requested retention period (100 hours) for stream events can not be shorter than existing retention period (168 hours). Use DecreaseRetentionPeriod API.",
    );
    await expect(increase(8_761)).rejects.toThrow("Maximum allowed retention period is 8760 hours.");
    await expect(decrease(23)).rejects.toThrow(
      "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.",
    );
    await decrease(24);
    expect(kinesis.stream(StreamName).properties.retentionHours).toBe(24);
  });

  it("keeps consumers", async () => {
    const register = (ConsumerName: string) =>
      client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    const { Consumer } = await register("processor");
    expect(Consumer).toMatchObject({
      ConsumerName: "processor",
      ConsumerARN: expect.stringMatching(/:stream\/events\/consumer\/processor:\d+$/),
      ConsumerStatus: "CREATING",
    });
    for (const by of [{ ConsumerARN: Consumer?.ConsumerARN }, { StreamARN, ConsumerName: "processor" }]) {
      const { ConsumerDescription } = await client.send(new DescribeStreamConsumerCommand(by));
      expect(ConsumerDescription).toEqual({ ...Consumer, ConsumerStatus: "ACTIVE", StreamARN });
    }
    await expect(register("processor")).rejects.toThrow(
      `Consumer processor under stream ${StreamARN} already exists for account ${accountId}.`,
    );
    for (let count = 1; count < 20; count++) {
      // Past the endpoint, which takes five registrations a second.
      registerStreamConsumer(kinesis, { StreamARN, ConsumerName: `consumer-${String(count).padStart(2, "0")}` });
    }
    await expect(register("one-too-many")).rejects.toMatchObject({ name: "LimitExceededException" });
    const first = await client.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 19 }));
    const rest = await client.send(new ListStreamConsumersCommand({ StreamARN, NextToken: first.NextToken }));
    expect(first.Consumers).toHaveLength(19);
    expect(rest.Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(["processor"]);
    await expect(client.send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({
      name: "ResourceInUseException",
    });
    await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
    await expect(client.send(new DescribeStreamCommand({ StreamName }))).rejects.toThrow(
      "Stream events under account 000000000000 not found.",
    );
  });

  it("keeps tags, up to 50", async () => {
    await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { owner: "us", team: "data" } }));
    const { Tags, HasMoreTags } = await client.send(new ListTagsForStreamCommand({ StreamName }));
    expect(Tags).toEqual([
      { Key: "owner", Value: "us" },
      { Key: "team", Value: "data" },
    ]);
    expect(HasMoreTags).toBe(false);
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, number) => [`tag-${number}`, ""]));
    await expect(client.send(new AddTagsToStreamCommand({ StreamName, Tags: many }))).rejects.toThrow(
      "cannot have more than 50 tags associated with it",
    );
    const page = await client.send(new ListTagsForStreamCommand({ StreamName, Limit: 1 }));
    expect([page.Tags?.[0]?.Key, page.HasMoreTags]).toEqual(["owner", true]);
  });

  it("throws the SDK's own errors", async () => {
    const put = (StreamName: string, PartitionKey: string) =>
      client.send(new PutRecordCommand({ StreamName, PartitionKey, Data: new Uint8Array(1) }));
    await expect(put("nowhere", "key")).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Stream nowhere under account 000000000000 not found.",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    await expect(put(StreamName, "k".repeat(257))).rejects.toMatchObject({ name: "ValidationException" });
    await expect(client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toThrow(
      "Stream events under account 000000000000 already exists.",
    );
    expect(kinesis.stream(StreamName).recordCount).toBe(0);
  });
});

describe("Kinesis behind the endpoint", () => {
  let kinesis: Kinesis;
  let endpoint: Endpoint;
  const reported: string[] = [];

  beforeEach(async () => {
    reported.length = 0;
    kinesis = new Kinesis({
      clock: realClock,
      random: realRandom,
      accountId,
      region,
      metrics: noMetrics,
      limits: true,
    });
    kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 1 });
    const services = [kinesisService(kinesis)];
    endpoint = await startEndpoint({ port: 0, services, accountId, region, logError: (line) => reported.push(line) });
  });

  afterEach(() => endpoint.close());

  const headers = { "Content-Type": "application/x-amz-json-1.1" };
  const post = (operation: string, body: string) =>
    fetch(endpoint.url, {
      method: "POST",
      headers: { ...headers, "X-Amz-Target": `Kinesis_20131202.${operation}` },
      body,
    });
  const request = JSON.stringify({ StreamName, Records: [{ Data: "AAAA", PartitionKey: "key" }] });

  it("puts nothing of a request whose body is cut short, even where the rest could be guessed", async () => {
    const socket = connect(endpoint.port, "127.0.0.1");
    socket.end(
      `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\n` +
        `Content-Length: ${request.length + 1}\r\n\r\n${request}`,
    );
    await once(socket.resume(), "close");
    expect(kinesis.stream(StreamName).recordCount).toBe(0);
    expect((await post("PutRecords", request)).status).toBe(200);
    expect(kinesis.stream(StreamName).recordCount).toBe(1);
    expect(reported).toEqual([]);
  });

  it.each(["", "{", "[1", '"text"', "null", "\xff"])("answers SerializationException for %j", async (body) => {
    const response = await post("PutRecords", body);
    expect([response.status, await response.json()]).toEqual([400, { __type: "SerializationException" }]);
  });

  it("answers 413 for a body beyond what any operation takes, and serves on", async () => {
    const response = await post("PutRecords", " ".repeat(16 * 1024 * 1024 + 1));
    expect([response.status, await response.json()]).toEqual([
      413,
      {
        __type: "RequestEntityTooLargeException",
        message: expect.stringContaining("16777217 bytes exceeds the limit"),
      },
    ]);
    expect((await post("PutRecords", request)).status).toBe(200);
  });

  it.each(["constructor", "SubscribeToMoon"])(
    "answers and reports %s, which is no operation of it",
    async (operation) => {
      const response = await post(operation, "{}");
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ __type: "UnknownOperationException" });
      expect(reported).toEqual([`${operation} of kinesis is not part of the local AWS.`]);
    },
  );

  it("answers an operation without output with an empty body", async () => {
    const response = await post("DeleteStream", JSON.stringify({ StreamName }));
    expect([response.status, response.headers.get("content-length")]).toEqual([200, "0"]);
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
  });
});
