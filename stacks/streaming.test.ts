import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { exactlyOne } from "../test/exactly-one";
import { statementsOf } from "../test/policies";
import { templatesOf } from "../test/templates-of";

type Stream = NonNullable<Changes["streams"]>[string];

const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/kinesis-streaming-test-data-stream";

function streaming(stream: Partial<Stream> = {}, changes: Changes = {}) {
  const streams = { "data-stream": { capacity: { mode: "provisioned", shards: 3 } as const, ...stream } };
  return templatesOf(parseEnvironment("environment", environmentInput({ streams, ...changes }))).streaming;
}

const theStream = (stream?: Partial<Stream>, changes?: Changes) =>
  exactlyOne(streaming(stream, changes), "aws_kinesis_stream");

describe("a stream", () => {
  it("of fixed size states its shards", () => {
    expect(theStream()).toMatchObject({ shard_count: 3, stream_mode_details: { stream_mode: "PROVISIONED" } });
  });

  it("that scales by itself states none: with a count in it, a change of mode could not be planned", () => {
    const stream = theStream({ capacity: { mode: "on-demand" } });
    expect(stream).toMatchObject({ stream_mode_details: { stream_mode: "ON_DEMAND" } });
    expect(stream).not.toHaveProperty("shard_count");
  });

  it("keeps records as long as its environment says, and reports the shard metrics that it asks for", () => {
    const stream = theStream({ retentionHours: 100, shardLevelMetrics: ["IncomingBytes"] });
    expect(stream).toMatchObject({ retention_period: 100, shard_level_metrics: ["IncomingBytes"] });
    expect(theStream({ shardLevelMetrics: [] })).not.toHaveProperty("shard_level_metrics");
  });

  it("is encrypted with AWS's key, or with the environment's own", () => {
    expect(theStream()).toMatchObject({ encryption_type: "KMS", kms_key_id: "alias/aws/kinesis" });
    const ours = theStream({}, { encryption: "customer-managed" });
    expect(ours).toMatchObject({ encryption_type: "KMS", kms_key_id: expect.stringContaining("StreamsKey") });
  });

  it("can't be destroyed where the environment is protected", () => {
    expect(theStream({}, { deletionProtection: true })).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(theStream({}, { deletionProtection: false })).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });

  it("goes with its consumers only where the environment says so", () => {
    expect(theStream({ enforceConsumerDeletion: true })).toMatchObject({ enforce_consumer_deletion: true });
    expect(theStream({}, { tier: "production" })).toMatchObject({ enforce_consumer_deletion: false });
  });
});

describe("enhanced fan-out consumers", () => {
  const ids = (consumers: string[]) =>
    Object.keys(streaming({ consumers }).resource?.["aws_kinesis_stream_consumer"] ?? {});

  it("have names, so that one more or less leaves the others alone", () => {
    const [second] = ids(["second"]);
    expect(ids(["first", "second", "third"])).toContain(second);
    expect(exactlyOne(streaming({ consumers: ["second"] }), "aws_kinesis_stream_consumer")).toMatchObject({
      name: "kinesis-streaming-test-second",
      stream_arn: expect.stringContaining("aws_kinesis_stream."),
    });
  });
});

describe("a stream's own policy", () => {
  const reader = "arn:aws:iam::123456789012:role/reader";
  const writer = "arn:aws:iam::123456789012:role/writer";

  it("lets readers read and writers write", () => {
    const template = streaming({ readers: [reader], writers: [writer] });
    const statements = statementsOf(template).filter(({ where }) => where.startsWith("aws_kinesis_resource_policy."));
    expect(statements).toMatchObject([
      { Principal: { AWS: [reader] }, Action: expect.arrayContaining(["kinesis:GetRecords"]), Resource: [streamArn] },
      { Principal: { AWS: [writer] }, Action: expect.arrayContaining(["kinesis:PutRecords"]), Resource: [streamArn] },
    ]);
    // Lambda in another account reads nothing without it.
    expect(statements[0]?.Action).toContain("kinesis:DescribeStream");
    expect(statements[0]?.Action).not.toContain("kinesis:PutRecord");
    expect(statements[1]?.Action).not.toContain("kinesis:GetRecords");
  });

  it("is absent where nobody is named", () => {
    expect(streaming().resource).not.toHaveProperty("aws_kinesis_resource_policy");
  });
});

describe("the producers' policy", () => {
  const statements = (changes: Changes = {}) =>
    statementsOf(streaming({}, changes)).filter(({ where }) => where.startsWith("aws_iam_policy."));

  it("lets them write to the stream, and nothing else", () => {
    expect(statements()).toMatchObject([
      {
        Action: ["kinesis:PutRecord", "kinesis:PutRecords"],
        Resource: [expect.stringMatching(/^\$\{aws_kinesis_stream\.Streams_data-stream_\w+\.arn\}$/)],
      },
    ]);
    expect(exactlyOne(streaming(), "aws_iam_policy")).toMatchObject({
      name: "kinesis-streaming-test-data-stream-producer",
    });
  });

  it("lets them encrypt with the stream's key where that is the environment's own", () => {
    expect(statements({ encryption: "customer-managed" })[1]).toMatchObject({
      Action: ["kms:GenerateDataKey"],
      Resource: [expect.stringContaining("StreamsKey")],
    });
  });
});

describe("outputs", () => {
  it("show each stream and its producers' policy", () => {
    expect(streaming()).toMatchObject({
      output: {
        streams: { value: { "data-stream": { name: "kinesis-streaming-test-data-stream" } } },
        producerPolicies: { value: { "data-stream": { name: "kinesis-streaming-test-data-stream-producer" } } },
      },
    });
  });
});
