import type { Environment } from "../environments";
import type { Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";
import type { DataKeys } from "./foundation";

/** Watching the platform, reading what failed, and stopping or starting a processor. Sending is the producers' policy. */
export function operatorStatements(
  environment: Environment,
  keys: DataKeys,
  mappingArns: readonly string[],
): Statement[] {
  const names = namesOf(environment);
  const streams = Object.keys(environment.streams).map((key) => names.stream(key).arn);
  const tables = Object.keys(environment.tables).map((key) => names.table(key).arn);
  const processors = Object.entries(environment.processors);
  const queues = processors.filter(([, { onFailure }]) => onFailure === "sqs").map(([key]) => names.queue(key).arn);
  const logGroups = processors.map(([key]) => `${names.logGroup(key).arn}:*`);

  const statements: Statement[] = [
    {
      Sid: "ReadStreams",
      Action: ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
      Resource: streams,
    },
    {
      Sid: "ReadTables",
      Action: ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"],
      Resource: tables.flatMap((arn) => [arn, `${arn}/index/event-type-index`]),
    },
    { Sid: "ListFailures", Action: ["s3:ListBucket"], Resource: [names.failuresBucket.arn] },
    { Sid: "ReadFailures", Action: ["s3:GetObject"], Resource: [`${names.failuresBucket.arn}/*`] },
    {
      Sid: "TakeFailures",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: queues,
    },
    {
      Sid: "StopAndStart",
      Action: ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
      Resource: mappingArns,
    },
    { Sid: "ReadLogs", Action: ["logs:FilterLogEvents", "logs:GetLogEvents"], Resource: logGroups },
    // Metrics have no ARN.
    { Sid: "ReadMetrics", Action: ["cloudwatch:GetMetricData"], Resource: ["*"] },
    {
      Sid: "Decrypt",
      Action: ["kms:Decrypt"],
      Resource: [keys.streams, keys.tables, keys.buckets].filter((arn) => arn !== undefined),
    },
  ];
  // IAM refuses a statement without a resource.
  return statements.filter(({ Resource }) => Resource && Resource.length > 0);
}
