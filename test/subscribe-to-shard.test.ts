import { once } from "node:events";
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from "node:http2";
import {
  DeregisterStreamConsumerCommand,
  KinesisClient,
  type KinesisClientConfig,
  MergeShardsCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  type StartingPosition,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
  type SubscribeToShardEventStream,
} from "@aws-sdk/client-kinesis";
import { cbor } from "@smithy/core/cbor";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { fromUtf8, toUtf8 } from "@smithy/core/serde";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { VirtualClock } from "../local/clock";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { Kinesis } from "../local/kinesis/kinesis";
import { kinesisService } from "../local/kinesis/service";
import { seededRandom } from "../local/random";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";

const accountId = "000000000000";
const region = "ap-northeast-1";
const StreamName = "events";
const StreamARN = `arn:aws:kinesis:${region}:${accountId}:stream/${StreamName}`;
const ShardId = "shardId-000000000000";

/** A subscription's events, to be taken one by one. */
type Events = AsyncIterator<SubscribeToShardEventStream>;

/** The next event. */
async function next(events: Events): Promise<SubscribeToShardEvent> {
  const { value } = await events.next();
  if (value?.SubscribeToShardEvent) return value.SubscribeToShardEvent;
  throw new Error(`no event, but ${JSON.stringify(value)}`);
}

/** All events up to the end. */
async function all(events: Events): Promise<SubscribeToShardEvent[]> {
  const { done, value } = await events.next();
  return done || !value?.SubscribeToShardEvent ? [] : [value.SubscribeToShardEvent, ...(await all(events))];
}

function textsOf({ Records = [] }: SubscribeToShardEvent): string[] {
  return Records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString("utf8"));
}

describe.each<[string, () => KinesisClientConfig["requestHandler"]]>([
  ["cleartext HTTP/2, the SDK's own choice", () => undefined],
  ["HTTP/1.1", () => new NodeHttpHandler()],
])("SubscribeToShard, by the AWS SDK over %s", (_protocol, requestHandler) => {
  let clock: VirtualClock;
  let endpoint: Endpoint;
  let client: KinesisClient;
  let consumerArn: string;
  const logged: string[] = [];

  beforeEach(async () => {
    clock = new VirtualClock();
    const kinesis = new Kinesis({
      clock,
      random: seededRandom(1),
      accountId,
      region,
      metrics: noMetrics,
      limits: true,
    });
    kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 1 });
    const services = [kinesisService(kinesis)];
    logged.length = 0;
    const log = (line: string) => logged.push(line);
    endpoint = await startEndpoint({ port: 0, services, accountId, region, log });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    const settings = { endpoint: endpoint.url, region, credentials, maxAttempts: 1 };
    client = new KinesisClient({ ...settings, requestHandler: requestHandler() });
    const { Consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "reader" }));
    consumerArn = Consumer?.ConsumerARN ?? "";
  });

  afterEach(async () => {
    client.destroy();
    await endpoint.close();
  });

  async function subscribe(StartingPosition: StartingPosition = { Type: "TRIM_HORIZON" }, shardId = ShardId) {
    const input = { ConsumerARN: consumerArn, ShardId: shardId, StartingPosition };
    const { EventStream } = await client.send(new SubscribeToShardCommand(input));
    if (!EventStream) throw new Error("There is no event stream");
    return EventStream[Symbol.asyncIterator]();
  }

  async function put(...texts: string[]): Promise<void> {
    const Records = texts.map((text) => ({ PartitionKey: text, Data: Buffer.from(text) }));
    const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName, Records }));
    expect(FailedRecordCount).toBe(0);
  }

  it("sends what is put, with its bytes and its time", async () => {
    const events = await subscribe({ Type: "LATEST" });
    const coming = next(events);
    await put("ключ", "b");
    expect(await coming).toEqual({
      Records: ["ключ", "b"].map((text) => ({
        PartitionKey: text,
        SequenceNumber: expect.stringMatching(/^\d{56}$/),
        ApproximateArrivalTimestamp: new Date(clock.now()),
        Data: Uint8Array.from(Buffer.from(text)),
      })),
      ContinuationSequenceNumber: expect.stringMatching(/^\d{56}$/),
      MillisBehindLatest: 0,
    });
  });

  it("begins where Timestamp says", async () => {
    await put("a");
    await clock.advance(1_001);
    const Timestamp = new Date(clock.now());
    await put("b");
    expect(textsOf(await next(await subscribe({ Type: "AT_TIMESTAMP", Timestamp })))).toEqual(["b"]);
  });

  it("lasts five minutes, and is told every five seconds that the shard is quiet", async () => {
    const sent = all(await subscribe());
    await clock.advance(300_000);
    expect((await sent).map(({ Records }) => Records)).toEqual(Array(59).fill([]));
  });

  it("goes on at the last continuation", async () => {
    const first = await subscribe();
    await put("a", "b");
    const { ContinuationSequenceNumber: SequenceNumber } = await next(first);
    await clock.advance(5_000);
    await put("c");
    const second = await subscribe({ Type: "AFTER_SEQUENCE_NUMBER", SequenceNumber });
    expect(textsOf(await next(second))).toEqual(["c"]);
  });

  it("refuses a second call within five seconds, and lets a later one take over", async () => {
    const first = await subscribe();
    const message = `Another active subscription exists for this consumer: ${accountId}:events:${ShardId}:reader`;
    const inUse = expect.objectContaining({ name: "ResourceInUseException", message });
    await expect(subscribe()).rejects.toEqual(inUse);
    await clock.advance(5_000);
    const second = await subscribe();
    await put("a");
    expect(textsOf(await next(second))).toEqual(["a"]);
    await expect(all(first)).rejects.toEqual(inUse);
  });

  it("tells a deregistered consumer so", async () => {
    const events = await subscribe();
    await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN: consumerArn }));
    await expect(next(events)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Consumer ${consumerArn}, account ${accountId} not found.`,
    });
    await expect(subscribe()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("leads through reshards to every record, once and in order", async () => {
    const expected: string[] = [];
    const putSome = async (name: string) => {
      const texts = Array.from({ length: 20 }, (_, number) => `${name}-${number}`);
      await put(...texts);
      expected.push(...texts);
    };
    await putSome("one");
    const NewStartingHashKey = (2n ** 127n).toString();
    await client.send(new SplitShardCommand({ StreamName, ShardToSplit: ShardId, NewStartingHashKey }));
    await putSome("two");
    const [ShardToMerge, AdjacentShardToMerge] = ["shardId-000000000001", "shardId-000000000002"];
    await client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
    await putSome("three");

    const walked = new Map<string, string[]>();
    const walk = async (shardId: string): Promise<void> => {
      if (walked.has(shardId)) return;
      const texts: string[] = [];
      walked.set(shardId, texts);
      const events = await subscribe(undefined, shardId);
      // The last shard is open: what was put into it comes in one event.
      const sent = shardId === "shardId-000000000003" ? [await next(events)] : await all(events);
      texts.push(...sent.flatMap(textsOf));
      expect(sent.at(-1)?.ContinuationSequenceNumber === undefined).toBe(sent.at(-1)?.ChildShards !== undefined);
      for (const child of sent.at(-1)?.ChildShards ?? []) await walk(child.ShardId ?? "");
    };
    await walk(ShardId);
    const names = (shardId: string) => [...new Set(walked.get(shardId)?.map((text) => text.split("-")[0]))];
    expect([...walked.keys()].sort().map(names)).toEqual([["one"], ["two"], ["two"], ["three"]]);
    expect([...walked.values()].flat().sort()).toEqual(expected.sort());
    for (const shardTexts of walked.values()) {
      const numbers = shardTexts.map((text) => Number(text.split("-")[1]));
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    }
  });

  it("ends when the client hangs up", async () => {
    const events = await subscribe();
    await put("a");
    await next(events);
    client.destroy();
    while (!logged.some((line) => line.includes("SubscribeToShard aborted"))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it("ends when the server closes", async () => {
    const ended = all(await subscribe()).catch(String);
    await endpoint.close();
    await ended;
    endpoint = await startEndpoint({ port: 0, services: [], accountId, region });
  });
});

describe("SubscribeToShard in CBOR", () => {
  const clock = new VirtualClock();
  let endpoint: Endpoint;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    const kinesis = new Kinesis({
      clock,
      random: seededRandom(1),
      accountId,
      region,
      metrics: noMetrics,
      limits: true,
    });
    kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 1 });
    endpoint = await startEndpoint({ port: 0, services: [kinesisService(kinesis)], accountId, region });
    session = connect(endpoint.url);
  });

  afterAll(async () => {
    session.destroy();
    await endpoint.close();
  });

  function call(operation: string, input: object): ClientHttp2Stream {
    const headers = {
      ":method": "POST",
      "content-type": "application/x-amz-cbor-1.1",
      "x-amz-target": `Kinesis_20131202.${operation}`,
    };
    return session.request(headers).end(cbor.serialize(input));
  }

  async function answer(operation: string, input: object) {
    const chunks: Buffer[] = [];
    for await (const chunk of call(operation, input)) chunks.push(chunk);
    return chunks.length > 0 ? cbor.deserialize(Buffer.concat(chunks)) : undefined;
  }

  /** The messages of an event stream. */
  async function* messages(response: AsyncIterable<Buffer>) {
    let received = Buffer.alloc(0);
    for await (const chunk of response) {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 4 && received.length >= received.readUInt32BE(0)) {
        const end = received.readUInt32BE(0);
        const { headers, body } = new EventStreamCodec(toUtf8, fromUtf8).decode(received.subarray(0, end));
        received = received.subarray(end);
        const values = Object.entries(headers).map(([name, { value }]) => [name, value]);
        yield { headers: Object.fromEntries(values), payload: cbor.deserialize(body) };
      }
    }
  }

  it("sends events whose bytes are bytes and whose times are milliseconds, as the Java clients read them", async () => {
    const Data = Uint8Array.of(0, 255, 10);
    const { SequenceNumber } = await answer("PutRecord", { StreamName, PartitionKey: "k", Data });
    const { Consumer } = await answer("RegisterStreamConsumer", { StreamARN, ConsumerName: "reader" });
    const { ConsumerARN } = Consumer;

    const response = call("SubscribeToShard", { ConsumerARN, ShardId, StartingPosition: { Type: "TRIM_HORIZON" } });
    const [headers] = await once(response, "response");
    expect(headers["content-type"]).toBe("application/vnd.amazon.eventstream");
    const sent = messages(response);
    const common = { ":message-type": "event", ":content-type": "application/x-amz-cbor-1.1" };
    const initial = { headers: { ...common, ":event-type": "initial-response" }, payload: {} };
    expect(await sent.next()).toEqual({ done: false, value: initial });
    const ApproximateArrivalTimestamp = expect.objectContaining({ tag: 1, value: clock.now() });
    const event = {
      headers: { ...common, ":event-type": "SubscribeToShardEvent" },
      payload: {
        Records: [{ SequenceNumber, ApproximateArrivalTimestamp, Data, PartitionKey: "k" }],
        ContinuationSequenceNumber: expect.stringMatching(/^\d{56}$/),
        MillisBehindLatest: 0,
      },
    };
    expect(await sent.next()).toEqual({ done: false, value: event });
    await answer("DeregisterStreamConsumer", { ConsumerARN });
    const exception = {
      headers: { ...common, ":message-type": "exception", ":exception-type": "ResourceNotFoundException" },
      payload: { message: `Consumer ${ConsumerARN}, account ${accountId} not found.` },
    };
    expect(await sent.next()).toEqual({ done: false, value: exception });
    expect(await sent.next()).toEqual({ done: true });
  });
});
