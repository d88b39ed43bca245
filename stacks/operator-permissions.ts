import { type Environment, lakeFolders } from "../environments";
import type { Statement } from "../modules/iam/policy-document";
import { namesOf } from "../names";
import type { DataKeys } from "./foundation";
import { logGroupArns } from "./log-groups";
import { putOperatorMetrics } from "./put-operator-metrics";

/** Of a Flink application; the time of its maintenance among them, which Terraform's provider can't set. */
export const operatedApplications = [
  "kinesisanalytics:CreateApplicationSnapshot",
  "kinesisanalytics:DescribeApplication",
  "kinesisanalytics:ListApplicationSnapshots",
  "kinesisanalytics:StartApplication",
  "kinesisanalytics:StopApplication",
  "kinesisanalytics:UpdateApplicationMaintenanceConfiguration",
];

/** What names no resource: metrics and traces have none, Lambda lists all mappings or none, CloudWatch tells of composite alarms only who may ask for any, and a query is asked for by an id alone. */
export const watching = [
  "cloudwatch:DescribeAlarmHistory",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListDashboards",
  "cloudwatch:ListMetrics",
  "lambda:ListEventSourceMappings",
  "logs:DescribeQueryDefinitions",
  "logs:GetQueryResults",
  "logs:StopQuery",
  "xray:BatchGetTraces",
  "xray:GetTraceSummaries",
];

/** Of an alarm: silencing it, and trying whom it tells. */
export const operatedAlarms = [
  "cloudwatch:DisableAlarmActions",
  "cloudwatch:EnableAlarmActions",
  "cloudwatch:SetAlarmState",
];

/**
 * Watching the platform, reading what failed, and stopping or starting a processor or a job. Sending is the producers'
 * policy.
 */
export function operatorStatements(
  environment: Environment,
  keys: DataKeys,
  mappingArns: readonly string[],
): Statement[] {
  const names = namesOf(environment);
  const streams = Object.keys(environment.streams).map((key) => names.stream(key).arn);
  const tables = Object.entries(environment.tables).flatMap(([key, { holds }]) => {
    const { arn } = names.table(key);
    return holds.kind === "events" ? [arn, `${arn}/index/event-type-index`] : [arn];
  });
  const processors = Object.entries(environment.processors);
  const queues = processors.filter(([, { onFailure }]) => onFailure === "sqs").map(([key]) => names.queue(key).arn);
  const deliveries = Object.keys(environment.deliveries).map((key) => names.deliveryStream(key).arn);
  const applications = Object.keys(environment.analytics).map((key) => names.application(key).arn);
  const logGroups = logGroupArns(environment).map((arn) => `${arn}:*`);

  const statements: Statement[] = [
    {
      Sid: "ReadStreams",
      Action: ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
      Resource: streams,
    },
    {
      Sid: "ReadTables",
      Action: ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"],
      Resource: tables,
    },
    { Sid: "ListObjects", Action: ["s3:ListBucket"], Resource: [names.failuresBucket.arn, names.lakeBucket.arn] },
    {
      Sid: "ReadObjects",
      Action: ["s3:GetObject"],
      Resource: [`${names.failuresBucket.arn}/*`, `${names.lakeBucket.arn}/*`],
    },
    { Sid: "ReadDeliveries", Action: ["firehose:DescribeDeliveryStream"], Resource: deliveries },
    {
      Sid: "TakeFailures",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: queues,
    },
    {
      Sid: "StopAndStart",
      Action: ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
      Resource: mappingArns,
    },
    { Sid: "OperateApplications", Action: operatedApplications, Resource: applications },
    { Sid: "ReadLogs", Action: ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartQuery"], Resource: logGroups },
    { Sid: "Watch", Action: watching, Resource: ["*"] },
    { Sid: "ReadDashboards", Action: ["cloudwatch:GetDashboard"], Resource: [names.dashboardsArn] },
    { Sid: "OperateAlarms", Action: operatedAlarms, Resource: [names.alarmsArn] },
    putOperatorMetrics(environment),
    {
      Sid: "Decrypt",
      Action: ["kms:Decrypt"],
      Resource: [keys.streams, keys.tables, keys.buckets].filter((arn) => arn !== undefined),
    },
    ...queryStatements(environment, keys),
  ];
  // IAM refuses a statement without a resource.
  return statements.filter(({ Resource }) => Resource && Resource.length > 0);
}

/** Athena reads the catalog and the lake, and writes its results, as whoever asks. */
function queryStatements(environment: Environment, keys: DataKeys): Statement[] {
  const names = namesOf(environment);
  const tables = Object.keys(environment.lake.tables).map((key) => names.glueTable(key).arn);
  if (tables.length === 0) return [];
  const lake = names.lakeBucket.arn;
  return [
    {
      Sid: "Query",
      Action: [
        "athena:BatchGetNamedQuery",
        "athena:GetNamedQuery",
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetWorkGroup",
        "athena:ListNamedQueries",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
      ],
      Resource: [names.workgroup.arn],
    },
    {
      Sid: "ReadCatalog",
      Action: ["glue:GetDatabase", "glue:GetTable", "glue:GetTables"],
      Resource: [names.glueCatalogArn, names.glueDatabase.arn, ...tables],
    },
    {
      Sid: "LocateResults",
      Action: ["s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
      Resource: [lake],
    },
    {
      Sid: "WriteResults",
      // Large results are uploaded in parts.
      Action: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"],
      Resource: [`${lake}/${lakeFolders.queryResults}*`],
    },
    {
      Sid: "EncryptResults",
      Action: ["kms:GenerateDataKey"],
      Resource: [keys.buckets].filter((arn) => arn !== undefined),
    },
  ];
}
