import { type KinesisAccount, startKinesisAccount } from "./kinesis-account";

/** The stream that valid calls are about: it has two shards, a record in the first, a consumer and a policy. */
export const StreamName = "events";
/** Its ARN. */
export const StreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events";
const StreamId = "abcdefghij0123456789-abc";
const ShardId = "shardId-000000000000";
const StartingHashKey = (2n ** 126n).toString();

/** JSON of a policy that Kinesis takes. */
export const Policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Readers",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: ["kinesis:GetRecords"],
      Resource: StreamARN,
    },
  ],
});

/** Makes what valid calls are about. */
export async function prepare({ settle, call }: KinesisAccount): Promise<void> {
  await call("CreateStream", { StreamName, ShardCount: 2 });
  await settle();
  await call("PutRecord", { StreamName, Data: "AAAA", PartitionKey: "key", ExplicitHashKey: "0" });
  await call("RegisterStreamConsumer", { StreamARN, ConsumerName: "reader" });
  await call("PutResourcePolicy", { ResourceARN: StreamARN, Policy });
  await call("CreateStream", { StreamName: "on-demand" });
  await call("UpdateAccountSettings", { MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
  await settle();
}

/** The answer of a call that must succeed. */
export async function answerOf(account: KinesisAccount, operation: string, input: object): Promise<unknown> {
  const outcome = await account.call(operation, input);
  if ("answer" in outcome) return outcome.answer;
  throw new Error(`${operation} answered ${outcome.code}: ${outcome.message}`);
}

/** A valid call of each operation with all members that go together, in an account that `prepare` has made ready. */
export async function validInputs(account: KinesisAccount): Promise<Record<string, Record<string, unknown>>> {
  const consumer = account.kinesis.stream(StreamName).consumers.get("reader");
  const stream = { StreamName, StreamARN, StreamId };
  const resource = { ResourceARN: StreamARN, StreamId };
  const onDemand = { StreamName: "on-demand", StreamARN: StreamARN.replace("events", "on-demand"), StreamId };
  const named = { StreamARN, ConsumerName: "reader", ConsumerARN: consumer?.arn, StreamId };
  const iterator = await answerOf(account, "GetShardIterator", {
    StreamName,
    ShardId,
    ShardIteratorType: "TRIM_HORIZON",
  });
  const { ShardIterator } = iterator as { ShardIterator: string };
  const record = { StreamName, Data: "AAAA", PartitionKey: "key", ExplicitHashKey: "0" };
  const { SequenceNumber: SequenceNumberForOrdering } = (await answerOf(account, "PutRecord", record)) as {
    SequenceNumber: string;
  };
  const nowSeconds = account.clock.now() / 1000;
  const Tags = { team: "web" };
  return {
    AddTagsToStream: { ...stream, Tags },
    CreateStream: { StreamName: "other", ShardCount: 1, StreamModeDetails: { StreamMode: "PROVISIONED" }, Tags },
    DecreaseStreamRetentionPeriod: { ...stream, RetentionPeriodHours: 24 },
    DeleteResourcePolicy: resource,
    DeleteStream: { ...stream, EnforceConsumerDeletion: true },
    DeregisterStreamConsumer: named,
    DescribeAccountSettings: {},
    DescribeLimits: {},
    DescribeStream: { ...stream, Limit: 1 },
    DescribeStreamConsumer: named,
    DescribeStreamSummary: stream,
    DisableEnhancedMonitoring: { ...stream, ShardLevelMetrics: ["ALL"] },
    EnableEnhancedMonitoring: { ...stream, ShardLevelMetrics: ["IncomingBytes"] },
    GetRecords: { ShardIterator, Limit: 1, StreamARN, StreamId },
    GetResourcePolicy: resource,
    GetShardIterator: { ...stream, ShardId, ShardIteratorType: "AT_TIMESTAMP", Timestamp: nowSeconds },
    IncreaseStreamRetentionPeriod: { ...stream, RetentionPeriodHours: 48 },
    ListShards: { ...stream, MaxResults: 1, ShardFilter: { Type: "AT_LATEST" } },
    ListStreamConsumers: { StreamARN, StreamId, MaxResults: 1 },
    ListStreams: { Limit: 1 },
    ListTagsForResource: resource,
    ListTagsForStream: { ...stream, Limit: 1 },
    MergeShards: { ...stream, ShardToMerge: ShardId, AdjacentShardToMerge: "shardId-000000000001" },
    PutRecord: { ...stream, ...record, SequenceNumberForOrdering },
    PutRecords: { ...stream, Records: [{ Data: "AAAA", PartitionKey: "key", ExplicitHashKey: "0" }] },
    PutResourcePolicy: { ...resource, Policy },
    RegisterStreamConsumer: { StreamARN, ConsumerName: "another", StreamId, Tags },
    RemoveTagsFromStream: { ...stream, TagKeys: ["team"] },
    SplitShard: { ...stream, ShardToSplit: ShardId, NewStartingHashKey: StartingHashKey },
    StartStreamEncryption: { ...stream, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" },
    StopStreamEncryption: { ...stream, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" },
    SubscribeToShard: { ConsumerARN: consumer?.arn, ShardId, StreamId, StartingPosition: { Type: "TRIM_HORIZON" } },
    TagResource: { ...resource, Tags },
    UntagResource: { ...resource, TagKeys: ["team"] },
    UpdateAccountSettings: { MinimumThroughputBillingCommitment: { Status: "ENABLED" } },
    UpdateMaxRecordSize: { StreamARN, StreamId, MaxRecordSizeInKiB: 2_048 },
    UpdateShardCount: { ...stream, TargetShardCount: 4, ScalingType: "UNIFORM_SCALING" },
    UpdateStreamMode: { StreamARN, StreamId, StreamModeDetails: { StreamMode: "ON_DEMAND" } },
    UpdateStreamWarmThroughput: { ...onDemand, WarmThroughputMiBps: 8 },
  };
}

/** What a client can be told to send: with a `StreamId` it turns to a host of AWS's, whatever endpoint it is told of. */
export async function clientInputs(account: KinesisAccount): Promise<Record<string, Record<string, unknown>>> {
  const inputs = Object.entries(await validInputs(account));
  return Object.fromEntries(inputs.map(([operation, { StreamId: _, ...input }]) => [operation, input]));
}

/** Runs in an account of its own: each has the same streams, at the same virtual time, with the same random numbers. */
export async function inAccount<T>(body: (account: KinesisAccount) => Promise<T>): Promise<T> {
  const account = await startKinesisAccount(false);
  try {
    await prepare(account);
    return await body(account);
  } finally {
    await account.close();
  }
}
