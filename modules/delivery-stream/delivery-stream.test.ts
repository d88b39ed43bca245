import { deliveryTemplate, roleArn } from "../../test/delivery-template";
import { exactlyOne } from "../../test/exactly-one";
import { statementsOf } from "../../test/policies";
import type { DeliveryStreamProps } from "./delivery-stream";
import { s3Destination } from "./s3";
import type { Source } from "./source";

const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/data-stream";

function delivery(changes: Partial<DeliveryStreamProps> = {}) {
  const destination = s3Destination({
    bucketArn: "arn:aws:s3:::lake",
    prefix: "data/",
    errorPrefix: "errors/!{firehose:error-output-type}/",
    compression: "none",
    bufferMebibytes: 5,
    bufferSeconds: 300,
    customTimeZone: "UTC",
  });
  return deliveryTemplate(destination, changes);
}

const directPut = (changes: Partial<Extract<Source, { kind: "direct-put" }>> = {}) =>
  delivery({ source: { kind: "direct-put", encryption: { kind: "aws-owned" }, ...changes } });

describe("the role", () => {
  it("is Firehose's alone, for delivery streams of this account", () => {
    const trust = statementsOf(delivery().template).filter(({ where }) => where.startsWith("aws_iam_role."));
    expect(trust).toMatchObject([
      {
        Principal: { Service: "firehose.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "sts:ExternalId": "123456789012" } },
      },
    ]);
  });

  it("can do what it must before the delivery stream is made", () => {
    expect(delivery().resource["depends_on"]).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.Delivery_Policy_/),
    ]);
  });

  it("gets what else is asked for", () => {
    const statement = { Sid: "Decrypt", Action: ["kms:Decrypt"], Resource: ["arn:aws:kms:::key/1"] };
    expect(delivery({ statements: [statement] }).permissions["Decrypt"]).toMatchObject(statement);
  });
});

describe("a stream as source", () => {
  it("is read with the delivery stream's own role", () => {
    const { resource, permissions } = delivery();
    expect(resource).toMatchObject({
      kinesis_source_configuration: { kinesis_stream_arn: streamArn, role_arn: roleArn },
    });
    expect(permissions["ReadStream"]).toMatchObject({
      Action: ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
      Resource: [streamArn],
    });
  });

  it("has no encryption beside it, which AWS refuses", () => {
    expect(delivery().resource).not.toHaveProperty("server_side_encryption");
  });

  it("is watched by how far behind it Firehose is", () => {
    expect(delivery().construct.metrics.source).toMatchObject({
      kind: "stream",
      records: metric("DataReadFromKinesisStream.Records"),
      millisBehindLatest: { ...metric("KinesisMillisBehindLatest"), unit: "Milliseconds", statistic: "Maximum" },
    });
  });
});

describe("what is put directly", () => {
  it("is encrypted, with AWS's key or with one of one's own", () => {
    expect(directPut().resource).toMatchObject({
      server_side_encryption: { enabled: true, key_type: "AWS_OWNED_CMK" },
    });
    const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    expect(directPut({ encryption: { kind: "customer-managed", keyArn } }).resource).toMatchObject({
      server_side_encryption: { enabled: true, key_type: "CUSTOMER_MANAGED_CMK", key_arn: keyArn },
    });
  });

  it("comes from no stream, which the role can't read either", () => {
    const { resource, permissions } = directPut();
    expect(resource).not.toHaveProperty("kinesis_source_configuration");
    expect(permissions).not.toHaveProperty("ReadStream");
  });

  it("is watched by what is refused", () => {
    expect(directPut().construct.metrics.source).toMatchObject({
      kind: "direct-put",
      records: metric("IncomingRecords"),
      throttledRecords: metric("ThrottledRecords"),
    });
  });
});

describe("errors", () => {
  it("are logged to a group and streams that are there first, and end", () => {
    const { template, resource } = delivery({ logRetentionDays: 30, logKeyArn: "arn:aws:kms:::key/logs" });
    expect(exactlyOne(template, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/logs",
      retention_in_days: 30,
      kms_key_id: "arn:aws:kms:::key/logs",
    });
    const streams = Object.values(template.resource?.["aws_cloudwatch_log_stream"] ?? {});
    expect(streams.map(({ name }) => name)).toEqual(["BackupDelivery", "DestinationDelivery"]);
    expect(resource["extended_s3_configuration"]).toMatchObject({
      cloudwatch_logging_options: {
        enabled: true,
        log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\./),
        log_stream_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_stream\.Delivery_DestinationDelivery_/),
      },
    });
  });

  it("are all that the role may log", () => {
    const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/logs:log-stream";
    expect(delivery().permissions["Logs"]).toMatchObject({
      Action: ["logs:PutLogEvents"],
      Resource: [`${group}:DestinationDelivery`, `${group}:BackupDelivery`],
    });
  });
});

it("can't be destroyed where it is protected: its position in the stream would go with it", () => {
  const lifecycles = (isProtected: boolean) => {
    const { template, resource } = delivery({ isProtected });
    // Kept without its role and what this may do, it would deliver nothing.
    const kept = [resource, exactlyOne(template, "aws_iam_role"), exactlyOne(template, "aws_iam_role_policy")];
    return kept.map(({ lifecycle }) => lifecycle);
  };
  expect(lifecycles(true)).toEqual(Array(3).fill({ prevent_destroy: true }));
  expect(lifecycles(false)).toEqual(Array(3).fill({ prevent_destroy: false }));
});

function metric(name: string) {
  return { namespace: "AWS/Firehose", name, dimensions: { DeliveryStreamName: "delivery" } };
}
