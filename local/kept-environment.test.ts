import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-kinesis";
import { startLocal } from ".";

const root = mkdtempSync(join(tmpdir(), "weir-kept-environment-"));
afterAll(() => rmSync(root, { recursive: true }));
const outDir = join(root, "cdktf.out");
const dataDir = join(root, "data");
const StreamName = "events";

/** Writes an environment of one stream and its consumer, as CDKTF would. */
function synthesize(stream: object, consumer: object): void {
  const folder = "stacks/dev-streaming";
  mkdirSync(join(outDir, folder), { recursive: true });
  const stack = { name: "dev-streaming", dependencies: [], workingDirectory: folder };
  const stacks = { "dev-streaming": { ...stack, synthesizedStackPath: `${folder}/cdk.tf.json` } };
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify({ stacks }));
  const document = {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_kinesis_stream: { It: { name: StreamName, ...stream } },
      aws_kinesis_stream_consumer: { It: { name: "reader", stream_arn: `\${aws_kinesis_stream.It.arn}`, ...consumer } },
    },
  };
  writeFileSync(join(outDir, folder, "cdk.tf.json"), JSON.stringify(document));
}

/** Runs the environment while `work` does. */
async function whileRunning(work: (client: KinesisClient) => Promise<void>): Promise<void> {
  const local = await startLocal({
    ...{ environment: "dev", outDir, dataDir, keep: true, fsync: "always", port: 0 },
    notice: (line) => {
      throw new Error(line);
    },
  });
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new KinesisClient({ endpoint: local.url, region: local.region, credentials });
  try {
    await work(client);
  } finally {
    client.destroy();
    await local.close();
  }
}

it("a kept stream takes what the Terraform says of it now, and its records stay", async () => {
  const tags = { Team: "one", Old: "yes" };
  const statement = { Effect: "Allow", Principal: "*", Action: "kinesis:SubscribeToShard", Resource: "*" };
  const Policy = JSON.stringify({ Statement: [statement] });
  synthesize({ shard_count: 2, retention_period: 48, tags, shard_level_metrics: ["IncomingBytes"] }, { tags });
  await whileRunning(async (client) => {
    const ResourceARN = await consumerArn(client);
    await client.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
    await client.send(new PutRecordCommand({ StreamName, PartitionKey: "key", Data: Buffer.from("kept") }));
  });

  const encryption = { encryption_type: "KMS", kms_key_id: "key" };
  synthesize({ shard_count: 3, retention_period: 24, tags: { Team: "two" }, ...encryption }, { tags: { Team: "two" } });
  // A third time, when nothing differs any more.
  for (const _ of [2, 3]) {
    await whileRunning(async (client) => {
      const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
      expect(StreamDescriptionSummary).toMatchObject({
        ...{ OpenShardCount: 3, RetentionPeriodHours: 24, EncryptionType: "KMS", KeyId: "key" },
        EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      });
      const { Tags } = await client.send(new ListTagsForStreamCommand({ StreamName }));
      expect(Tags).toEqual([{ Key: "Team", Value: "two" }]);
      const ResourceARN = await consumerArn(client);
      expect((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual(Tags);
      expect((await client.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy).toBe(Policy);
      expect(await texts(client)).toEqual(["kept"]);
    });
  }
});

/** Of the one that the stream has. */
async function consumerArn(client: KinesisClient): Promise<string | undefined> {
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
  const { StreamARN } = StreamDescriptionSummary ?? {};
  const { Consumers = [] } = await client.send(new ListStreamConsumersCommand({ StreamARN }));
  expect(Consumers).toMatchObject([{ ConsumerStatus: "ACTIVE" }]);
  return Consumers[0]?.ConsumerARN;
}

/** Of all records in a stream. */
async function texts(client: KinesisClient): Promise<string[]> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
  const found: string[] = [];
  for (const { ShardId } of Shards) {
    const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
    for (const { Data = "" } of Records) found.push(Buffer.from(Data).toString());
  }
  return found;
}
