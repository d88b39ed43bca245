import type { DeliveryDestination, Environment } from "../../environments";
import type { Statement } from "../../modules/iam/policy-document";
import { namesOf } from "../../names";
import { operatedAlarms, operatedApplications, watching } from "../operator-permissions";
import { putOperatorMetrics } from "../put-operator-metrics";

/**
 * What functions, deliveries, Flink applications and operators may do at most, and so what could be had by making a
 * role: the environment's own data, and no role, key, state or policy. A secret, a domain or a network outside must be
 * named in the environment when the bootstrap is applied: which of the account's it may use is for people to say, not
 * for a pipeline.
 */
export function workloadBoundary(environment: Environment): Statement[] {
  return [...dataStatements(environment), ...runtimeStatements(environment), ...outsideStatements(environment)];
}

function dataStatements(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const buckets = [names.lakeBucket.arn, names.failuresBucket.arn];
  return [
    {
      Sid: "Streams",
      Action: [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
        "kinesis:PutRecords",
        "kinesis:SubscribeToShard",
      ],
      Resource: [names.stream("*").arn],
    },
    {
      Sid: "Tables",
      Action: [
        "dynamodb:BatchWriteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
      ],
      Resource: [names.table("*").arn],
    },
    {
      Sid: "Buckets",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: buckets,
    },
    {
      Sid: "Objects",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      Resource: buckets.map((arn) => `${arn}/*`),
    },
    {
      Sid: "Code",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: [`${names.artifactsBucket.arn}/${names.flinkCodeKey("*")}`],
    },
    {
      Sid: "Queues",
      Action: [
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ],
      Resource: [names.queue("*").arn],
    },
    {
      Sid: "Catalog",
      Action: ["glue:GetDatabase", "glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions", "glue:GetTables"],
      Resource: [names.glueCatalogArn, names.glueDatabase.arn, names.glueTable("*").arn],
    },
    {
      Sid: "Queries",
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
      Sid: "Keys",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [names.keysArn],
      // It may be anyone's key. Through a service it is of use only for what the other statements let be read or written.
      Condition: { Null: { "kms:ViaService": "false" } },
    },
  ];
}

function runtimeStatements(environment: Environment): Statement[] {
  const names = namesOf(environment);
  return [
    {
      Sid: "Functions",
      Action: ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
      Resource: [names.function("*").arn],
    },
    {
      Sid: "Mappings",
      Action: ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
      Resource: [names.mappingsArn],
      Condition: { ArnLike: { "lambda:FunctionArn": names.function("*").arn } },
    },
    { Sid: "Deliveries", Action: ["firehose:DescribeDeliveryStream"], Resource: [names.deliveryStream("*").arn] },
    {
      Sid: "Applications",
      Action: operatedApplications,
      Resource: [names.application("*").arn],
    },
    {
      Sid: "Logs",
      Action: [
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
        "logs:StartQuery",
      ],
      Resource: [names.logGroup("*").arn, names.deliveryLogGroup("*").arn, names.applicationLogGroup("*").arn],
    },
    { Sid: "LogGroups", Action: ["logs:DescribeLogGroups"], Resource: [names.logGroupsArn] },
    // Together, since IAM counts every character: neither has an ARN.
    { Sid: "Watching", Action: [...watching, "xray:PutTelemetryRecords", "xray:PutTraceSegments"], Resource: ["*"] },
    {
      Sid: "Alarms",
      Action: [...operatedAlarms, "cloudwatch:GetDashboard"],
      Resource: [names.alarmsArn, names.dashboardsArn],
    },
    putOperatorMetrics(environment),
  ];
}

function outsideStatements(environment: Environment): Statement[] {
  const names = namesOf(environment);
  const destinations = Object.values(environment.deliveries).map(({ destination }) => destination);
  const secrets = unique(destinations.flatMap((destination) => secretOf(destination) ?? []));
  const search = destinations.flatMap((destination) => (destination.kind === "opensearch" ? [destination] : []));
  const domains = unique(search.map(({ domainArn }) => domainArn));
  const inVpc = [
    ...search.filter(({ vpc }) => vpc).map(({ domainArn }) => domainArn),
    ...Object.entries(environment.analytics).flatMap(([key, { vpc }]) => (vpc ? [names.application(key).arn] : [])),
  ];
  const networks = unique(inVpc.map(networkOf));
  const statements: Statement[] = [
    { Sid: "Secrets", Action: ["secretsmanager:GetSecretValue"], Resource: secrets },
    {
      Sid: "Domains",
      Action: [
        "es:DescribeDomain",
        "es:DescribeDomainConfig",
        "es:DescribeDomains",
        "es:ESHttpGet",
        "es:ESHttpPost",
        "es:ESHttpPut",
      ],
      Resource: domains.flatMap((arn) => [arn, `${arn}/*`]),
    },
    {
      Sid: "Networks",
      Action: ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
      Resource: networks,
    },
    {
      Sid: "DescribeNetworks",
      Action: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcs",
      ],
      Resource: networks.length > 0 ? ["*"] : [],
    },
  ];
  // IAM refuses a statement without a resource.
  return statements.filter(({ Resource }) => Resource && Resource.length > 0);
}

/** Each once: many deliveries may share a destination, and IAM counts every character. */
function unique(arns: readonly string[]): string[] {
  return [...new Set(arns)];
}

function secretOf(destination: DeliveryDestination): string | undefined {
  switch (destination.kind) {
    case "redshift":
      return destination.secretArn;
    case "splunk":
      return destination.tokenSecretArn;
    case "http-endpoint":
      return destination.accessKeySecretArn;
    default:
      return undefined;
  }
}

/** Interfaces, subnets and groups of a resource's account and region, as a pattern. */
function networkOf(arn: string): string {
  const [, partition, , region, account] = arn.split(":");
  return `arn:${partition}:ec2:${region}:${account}:*`;
}
