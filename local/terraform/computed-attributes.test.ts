import { awsAccount } from "./aws-account";
import { computedAttributes } from "./computed-attributes";
import type { ValueMap } from "./value";

const here = awsAccount("111122223333", "eu-west-1");
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;

function computed(type: string, attributes: ValueMap, account = here): ValueMap {
  return computedAttributes(type, { address: `dev-main:${type}.Resource`, attributes }, account);
}

describe("what AWS adds to a resource", () => {
  it.each<[type: string, attributes: ValueMap, added: ValueMap]>([
    ["aws_kinesis_stream", { name: "s" }, { arn: arn("kinesis", "stream/s") }],
    ["aws_kinesis_firehose_delivery_stream", { name: "d" }, { arn: arn("firehose", "deliverystream/d") }],
    ["aws_dynamodb_table", { name: "t" }, { id: "t", arn: arn("dynamodb", "table/t") }],
    [
      "aws_s3_bucket",
      { bucket: "b" },
      { id: "b", arn: "arn:aws:s3:::b", bucket_regional_domain_name: "b.s3.eu-west-1.amazonaws.com" },
    ],
    ["aws_s3_bucket_policy", { bucket: "b" }, { id: "b" }],
    [
      "aws_lambda_function",
      { function_name: "f" },
      { arn: arn("lambda", "function:f"), version: "$LATEST", qualified_arn: arn("lambda", "function:f:$LATEST") },
    ],
    ["aws_lambda_function", { function_name: "f", publish: true }, { qualified_arn: arn("lambda", "function:f:1") }],
    [
      "aws_lambda_alias",
      { function_name: arn("lambda", "function:f"), name: "live" },
      { arn: arn("lambda", "function:f:live") },
    ],
    ["aws_lambda_event_source_mapping", { function_name: "f" }, { function_arn: arn("lambda", "function:f") }],
    [
      "aws_sqs_queue",
      { name: "q" },
      { id: "https://sqs.eu-west-1.amazonaws.com/111122223333/q", arn: arn("sqs", "q") },
    ],
    ["aws_sns_topic", { name: "t" }, { id: arn("sns", "t"), arn: arn("sns", "t") }],
    ["aws_iam_role", { name: "r", path: "/x/" }, { id: "r", arn: "arn:aws:iam::111122223333:role/x/r" }],
    ["aws_iam_policy", { name: "p" }, { id: "arn:aws:iam::111122223333:policy/p" }],
    ["aws_iam_role_policy", { name: "p", role: "r" }, { id: "r:p" }],
    [
      "aws_kms_alias",
      { name: "alias/k", target_key_id: "1234" },
      { id: "alias/k", arn: arn("kms", "alias/k"), target_key_arn: arn("kms", "key/1234") },
    ],
    ["aws_cloudwatch_log_group", { name: "/g" }, { id: "/g", arn: arn("logs", "log-group:/g") }],
    ["aws_cloudwatch_metric_alarm", { alarm_name: "a" }, { arn: arn("cloudwatch", "alarm:a") }],
    ["aws_glue_catalog_database", { name: "d" }, { id: "111122223333:d", arn: arn("glue", "database/d") }],
    ["aws_glue_catalog_table", { database_name: "d", name: "t" }, { arn: arn("glue", "table/d/t") }],
  ])("%s %j", (type, attributes, added) => {
    expect(computed(type, attributes)).toMatchObject(added);
  });

  it("names a resource as Terraform would where it has no name, or just a prefix", () => {
    expect(computed("aws_sqs_queue", {})["name"]).toMatch(/^terraform-[0-9a-f]{26}$/);
    expect(computed("aws_iam_role", { name_prefix: "p-" })["arn"]).toMatch(/role\/p-[0-9a-f]{26}$/);
  });

  it("gives a table a stream only where it is enabled", () => {
    expect(computed("aws_dynamodb_table", { name: "t" })).not.toHaveProperty("stream_arn");
    expect(computed("aws_dynamodb_table", { name: "t", stream_enabled: true })["stream_arn"]).toMatch(
      /^arn:aws:dynamodb:eu-west-1:111122223333:table\/t\/stream\/2025-\d\d-\d\dT\d\d:\d\d:\d\d\.000$/,
    );
  });

  it("makes identifiers that look like AWS's", () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(computed("aws_kms_key", {})["key_id"]).toMatch(uuid);
    expect(computed("aws_lambda_event_source_mapping", { function_name: "f" })["uuid"]).toMatch(uuid);
    expect(computed("aws_vpc", {})["id"]).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(computed("aws_iam_role", { name: "r" })["unique_id"]).toMatch(/^AROA[0-9A-F]{17}$/);
  });

  it("uses the partition and host names of the region", () => {
    const china = awsAccount("111122223333", "cn-north-1");
    expect(computed("aws_sqs_queue", { name: "q" }, china)).toMatchObject({
      arn: "arn:aws-cn:sqs:cn-north-1:111122223333:q",
      url: "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q",
    });
    expect(awsAccount("111122223333", "us-gov-west-1").partition).toBe("aws-us-gov");
  });

  it("is nothing for a type that the reader does not know", () => {
    expect(computed("aws_ami", { name: "a" })).toEqual({});
  });
});
