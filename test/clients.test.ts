import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { realClock } from "../local/clock";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { Kinesis } from "../local/kinesis/kinesis";
import { kinesisService } from "../local/kinesis/service";
import { realRandom } from "../local/random";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";
import { clientEnvironment } from "./client-environment";
import { describeWith } from "./requirements";

const run = promisify(execFile);
const accountId = "000000000000";
const region = "ap-northeast-1";

/** Puts a text with boto3 and prints what the first shard holds, one JSON object a line. */
const boto3PutAndRead = `
import boto3, json
client = boto3.client("kinesis")
client.put_records(StreamName="events", Records=[{"Data": b"from boto3", "PartitionKey": "boto3"}])
iterator = client.get_shard_iterator(
    StreamName="events", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
for record in client.get_records(ShardIterator=iterator)["Records"]:
    print(json.dumps([record["SequenceNumber"], record["PartitionKey"], record["Data"].decode()]))
`;

/** Subscribes with boto3, which reads events over HTTP/1.1, and prints what the first one with records holds. */
const boto3Subscribe = `
import boto3, json, time
client = boto3.client("kinesis")
arn = client.describe_stream_summary(StreamName="events")["StreamDescriptionSummary"]["StreamARN"]
consumer = client.register_stream_consumer(StreamARN=arn, ConsumerName="boto3")["Consumer"]["ConsumerARN"]
while client.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]["ConsumerStatus"] != "ACTIVE":
    time.sleep(0.1)
subscription = client.subscribe_to_shard(
    ConsumerARN=consumer, ShardId="shardId-000000000000", StartingPosition={"Type": "TRIM_HORIZON"})
for event in subscription["EventStream"]:
    records = event["SubscribeToShardEvent"]["Records"]
    if records:
        print(json.dumps([record["Data"].decode() for record in records]))
        break
client.deregister_stream_consumer(ConsumerARN=consumer)
print(json.dumps(client.list_stream_consumers(StreamARN=arn)["Consumers"]))
`;

describeWith("python", "the unmodified AWS CLI and boto3, told only of the endpoint", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-clients-"));
  let endpoint: Endpoint;
  let env: NodeJS.ProcessEnv;

  /** What `aws kinesis …` prints, parsed. */
  async function aws(...args: string[]) {
    const { stdout } = await run("aws", ["kinesis", ...args, "--output", "json"], { env });
    return stdout === "" ? undefined : JSON.parse(stdout);
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
    kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    endpoint = await startEndpoint({ port: 0, services: [kinesisService(kinesis)], accountId, region });
    env = clientEnvironment(folder, endpoint.url, region);
  });
  afterAll(async () => {
    await endpoint.close();
    rmSync(folder, { recursive: true });
  });

  it("put and get the same records", async () => {
    const stream = ["--stream-name", "events"];
    const single = await aws("put-record", ...stream, "--partition-key", "cli", "--data", "from the CLI");
    const records = JSON.stringify([{ Data: "many", PartitionKey: "cli" }]);
    const many = await aws("put-records", ...stream, "--records", records);
    const python = await run("python3", ["-c", boto3PutAndRead], { env });
    const readByPython = python.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(readByPython).toEqual([
      [single.SequenceNumber, "cli", "from the CLI"],
      [many.Records[0].SequenceNumber, "cli", "many"],
      [expect.stringMatching(/^49\d{54}$/), "boto3", "from boto3"],
    ]);

    const start = ["--shard-id", "shardId-000000000000", "--shard-iterator-type", "TRIM_HORIZON"];
    const { ShardIterator } = await aws("get-shard-iterator", ...stream, ...start);
    const read = await aws("get-records", "--shard-iterator", ShardIterator);
    const readByCli = read.Records.map((record: { SequenceNumber: string; PartitionKey: string; Data: string }) => [
      record.SequenceNumber,
      record.PartitionKey,
      Buffer.from(record.Data, "base64").toString("utf8"),
    ]);
    expect(readByCli).toEqual(readByPython);
  }, 60_000);

  it("subscribe to a shard", async () => {
    await aws("put-record", "--stream-name", "events", "--partition-key", "cli", "--data", "to subscribers");
    const { stdout } = await run("python3", ["-c", boto3Subscribe], { env });
    const [texts, consumers] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(texts).toContain("to subscribers");
    expect(consumers).toEqual([]);
  }, 60_000);

  it("describe the stream", async () => {
    expect((await aws("list-streams")).StreamNames).toEqual(["events"]);
    const { StreamDescriptionSummary } = await aws("describe-stream-summary", "--stream-name", "events");
    expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: "ACTIVE", OpenShardCount: 1 });
  }, 60_000);

  it("say what AWS says of a stream that is not there", async () => {
    await expect(aws("describe-stream", "--stream-name", "nowhere")).rejects.toMatchObject({
      stderr: expect.stringContaining(
        "An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: " +
          "Stream nowhere under account 000000000000 not found.",
      ),
    });
  }, 60_000);
});
