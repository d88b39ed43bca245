import { EventEmitter, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttributeValue, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import {
  KinesisClient,
  ListStreamConsumersCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from "@aws-sdk/client-kinesis";
import { realClock } from "../local/clock";
import { type CloudWatch, createCloudWatch } from "../local/cloudwatch/cloudwatch";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { createDynamoDb, type DynamoDb } from "../local/dynamodb/dynamodb";
import { Kinesis } from "../local/kinesis/kinesis";
import { kinesisService } from "../local/kinesis/service";
import { realRandom } from "../local/random";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";
import { clientEnvironment } from "./client-environment";
import { type ConsumedRecord, StreamConsumer } from "./java/stream-consumer";
import { kplAggregate } from "./kpl-aggregate";
import { describeWith } from "./requirements";

const accountId = "000000000000";
const region = "ap-northeast-1";
const StreamName = "events";
const StreamARN = `arn:aws:kinesis:${region}:${accountId}:stream/${StreamName}`;
const keys = Array.from({ length: 16 }, (_, index) => `key-${index}`);
/** Of every four rounds of records, the last is of KPL aggregates. */
const aggregateEvery = 4;
/** How many records the slower consumer may be behind: the producer keeps to the consumers' pace. */
const maxAhead = 200;

/** `shardId-000000000000` for 0. */
const shardId = (index: number) => `shardId-${String(index).padStart(12, "0")}`;
const first = shardId(0);
const second = shardId(1);
const firstChild = shardId(2);
const secondChild = shardId(3);
const merged = shardId(4);

/** Rows of a lease table by shard. */
type Leases = Map<string, Record<string, AttributeValue>>;

it("runs the very statements that the guide gives a Java consumer", () => {
  const textOf = (file: string) => readFileSync(join(__dirname, file), "utf8");
  const onOneLine = (code: string) => code.trim().replace(/\s+/g, " ");
  const blocks = [...textOf("../docs/guides/consume-with-kcl.md").matchAll(/```java\n(.*?)```/gs)];
  const statements = blocks.flatMap(([, block = ""]) => block.split(";")).map(onOneLine);
  const program = onOneLine(textOf("java/StreamConsumer.java"));
  expect(statements.filter((statement) => !program.includes(statement))).toEqual([]);
  expect(statements.length).toBeGreaterThan(4);
});

describeWith("java", "the unmodified Kinesis Client Library, through a split and a merge under way", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-kcl-"));
  const lines = new EventEmitter();
  /** What was put, by key, in the order it was put. */
  const put = new Map<string, string[]>(keys.map((key) => [key, []]));
  /** By application, while its consumer ran; then those that it left. */
  const leasesHeld = new Map<string, Leases>();
  const leasesLeft = new Map<string, Leases>();
  let dynamodb: DynamoDb;
  let cloudwatch: CloudWatch;
  let endpoint: Endpoint;
  let kinesisClient: KinesisClient;
  let consumers: StreamConsumer[] = [];
  let exitCodes: (number | null)[];

  /** Waits until the consumers have printed what makes the condition true. */
  async function until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      for (const consumer of consumers) consumer.checkAlive();
      await once(lines, "line");
    }
  }

  const countPut = () => [...put.values()].reduce((count, data) => count + data.length, 0);
  const slowest = () => Math.min(...consumers.map(({ records }) => records.length));
  /** Whether every consumer has seen records of every one of these shards. */
  const haveRead = (...shards: string[]) =>
    consumers.every(({ records }) => shards.every((shard) => records.some((record) => record.shard === shard)));

  /** One record, or one aggregate of three, for every key. */
  async function putRound(round: number): Promise<void> {
    const isAggregate = round % aggregateEvery === 0;
    const texts = (key: string) => (isAggregate ? [0, 1, 2] : [0]).map((index) => `${key}/${round}/${index}`);
    const Records = keys.map((key) => {
      const records = texts(key).map((text) => ({ partitionKey: key, data: Buffer.from(text) }));
      const [only = { data: Buffer.alloc(0) }] = records;
      return { PartitionKey: key, Data: isAggregate ? kplAggregate(records) : only.data };
    });
    const { FailedRecordCount } = await kinesisClient.send(new PutRecordsCommand({ StreamName, Records }));
    if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} records of round ${round} were refused`);
    for (const key of keys) put.get(key)?.push(...texts(key));
  }

  async function putUntil(isDone: () => boolean): Promise<void> {
    for (let round = 1; !isDone(); round++) {
      await putRound(round);
      await until(() => isDone() || countPut() - slowest() < maxAhead);
    }
  }

  /** Splits the first shard and merges one half with the second, each while records are put and read. */
  async function reshard(): Promise<void> {
    await until(() => haveRead(first, second));
    const NewStartingHashKey = String(2n ** 126n);
    await kinesisClient.send(new SplitShardCommand({ StreamName, ShardToSplit: first, NewStartingHashKey }));
    await until(() => haveRead(firstChild, secondChild));
    await kinesisClient.send(
      new MergeShardsCommand({ StreamName, ShardToMerge: secondChild, AdjacentShardToMerge: second }),
    );
    await until(() => haveRead(merged));
  }

  async function leasesOf(client: DynamoDBClient, application: string): Promise<Leases> {
    const rows: Leases = new Map();
    for await (const { Items = [] } of paginateScan({ client }, { TableName: application })) {
      for (const item of Items) rows.set(item["leaseKey"]?.S ?? "", item);
    }
    return rows;
  }

  beforeAll(async () => {
    const kinesis = new Kinesis({
      clock: realClock,
      random: realRandom,
      accountId,
      region,
      metrics: noMetrics,
      limits: true,
    });
    kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 2 });
    dynamodb = createDynamoDb({ accountId, region, clock: realClock, metrics: noMetrics });
    cloudwatch = createCloudWatch({ clock: realClock, accountId, region, publish: () => undefined });
    const services = [kinesisService(kinesis), dynamodb.service, cloudwatch.service];
    endpoint = await startEndpoint({ port: 0, services, accountId, region });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    kinesisClient = new KinesisClient({ endpoint: endpoint.url, region, credentials });
    const dynamodbClient = new DynamoDBClient({ endpoint: endpoint.url, region, credentials });

    // The Java SDK reads the region from a variable of another name than the CLI's.
    const env = { ...clientEnvironment(folder, endpoint.url, region), AWS_REGION: region };
    const onLine = () => lines.emit("line");
    consumers = (["polling", "fan-out"] as const).map(
      (retrieval) => new StreamConsumer({ streamName: StreamName, application: retrieval, retrieval, env, onLine }),
    );
    let isResharded = false;
    const producing = putUntil(() => isResharded);
    await Promise.race([producing, reshard()]);
    isResharded = true;
    await producing;
    await until(() => slowest() >= countPut());
    for (const { application } of consumers) leasesHeld.set(application, await leasesOf(dynamodbClient, application));
    exitCodes = await Promise.all(consumers.map((consumer) => consumer.stop()));
    for (const { application } of consumers) leasesLeft.set(application, await leasesOf(dynamodbClient, application));
    dynamodbClient.destroy();
  }, 300_000);

  afterAll(async () => {
    for (const consumer of consumers) consumer.kill();
    kinesisClient.destroy();
    await endpoint.close();
    await dynamodb.close();
    rmSync(folder, { recursive: true });
  });

  const consumer = (application: string) => {
    const found = consumers.find((candidate) => candidate.application === application);
    if (!found) throw new Error(`there is no consumer ${application}`);
    return found;
  };

  describe.each(["polling", "fan-out"])("by %s", (application) => {
    it("sees every record, those of a key in the order they were put", () => {
      const seen = new Map<string, string[]>(keys.map((key) => [key, []]));
      for (const { partitionKey, data } of consumer(application).records) {
        const known = seen.get(partitionKey);
        if (!known?.includes(data)) known?.push(data);
      }
      expect(seen).toEqual(put);
    });

    it("sees a record again only of a shard that it took again", () => {
      const { records, shardEvents } = consumer(application);
      const taken = shardEvents.filter((event) => event.startsWith("shard-taken"));
      const takenAgain = taken.filter((event, index) => taken.indexOf(event) < index);
      const known = new Set<string>();
      const again = records.filter(({ data }) => known.size === known.add(data).size);
      expect(again.filter(({ shard }) => !takenAgain.includes(`shard-taken ${shard}`))).toEqual([]);
    });

    it("takes KPL aggregates apart", () => {
      const aggregates = new Map<string, ConsumedRecord[]>();
      for (const record of consumer(application).records) {
        const id = `${record.shard} ${record.sequenceNumber}`;
        aggregates.set(id, [...(aggregates.get(id) ?? []), record]);
      }
      const places = [...aggregates.values()].map((records) =>
        [...new Set(records.map((record) => record.subSequenceNumber))].join(),
      );
      expect(new Set(places)).toEqual(new Set(["0", "0,1,2"]));
    });

    it("reads each shard to its end before it takes its children", () => {
      const { shardEvents } = consumer(application);
      const at = (event: string, shard: string) => shardEvents.indexOf(`${event} ${shard}`);
      for (const [parent, child] of [
        [first, firstChild],
        [first, secondChild],
        [secondChild, merged],
        [second, merged],
      ] as const) {
        expect(at("shard-ended", parent)).toBeGreaterThanOrEqual(0);
        expect(at("shard-taken", child)).toBeGreaterThan(at("shard-ended", parent));
      }
    });

    it("holds the leases of the open shards, and leaves them at the last record", () => {
      const { records } = consumer(application);
      const open = [firstChild, merged];
      const owners = new Set(open.map((shard) => leasesHeld.get(application)?.get(shard)?.["leaseOwner"]?.S));
      expect([...owners]).toEqual([expect.stringMatching(/^[\da-f-]{36}$/)]);
      const lastRecords = open.map((shard) => records.findLast((record) => record.shard === shard)?.sequenceNumber);
      expect(open.map((shard) => leasesLeft.get(application)?.get(shard)?.["checkpoint"]?.S)).toEqual(lastRecords);
    });

    it("leaves the leases of closed shards at their end", () => {
      const closed = [first, second, secondChild];
      const checkpoints = closed.map((shard) => leasesLeft.get(application)?.get(shard)?.["checkpoint"]?.S);
      expect(checkpoints).toEqual(closed.map(() => "SHARD_END"));
    });

    it("sends its metrics to CloudWatch", () => {
      expect(cloudwatch.countData(application)).toBeGreaterThan(0);
    });
  });

  it("registers a consumer where it fans out, and none where it polls", async () => {
    const { Consumers } = await kinesisClient.send(new ListStreamConsumersCommand({ StreamARN }));
    expect(Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(["fan-out"]);
  });

  it("ends in good order", () => {
    expect(exitCodes).toEqual([0, 0]);
  });
});
