import { resolve } from "node:path";
import { z } from "zod";
import type { DynamoDb } from "./dynamodb/dynamodb";
import type { Kinesis } from "./kinesis/kinesis";
import type { Functions } from "./lambda/functions";
import type { MappingConfiguration } from "./lambda/mapping-configuration";
import type { S3 } from "./s3/s3";
import type { Sqs } from "./sqs/sqs";
import type { ResolvedResource } from "./terraform/stack";

/** The services that resources are made in. */
export interface Services {
  readonly kinesis: Kinesis;
  readonly functions: Functions;
  readonly dynamodb: DynamoDb;
  readonly s3: S3;
  readonly sqs: Sqs;
  /** Starts an event source mapping. */
  readonly startMapping: (configuration: MappingConfiguration) => void;
  /** Tells the person of what does not run locally. */
  readonly notice: (line: string) => void;
}

/** A block of Terraform's JSON: one object, or a list of them. */
const blocks = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(shape).default([]));

const stream = z.object({
  name: z.string(),
  shard_count: z.number().optional(),
  retention_period: z.number().optional(),
  stream_mode_details: blocks(z.object({ stream_mode: z.string() })),
  tags: z.record(z.string(), z.string()).optional(),
});

const consumer = z.object({ name: z.string(), stream_arn: z.string() });

const key = z.object({ name: z.string(), type: z.enum(["S", "N", "B"]) });
const index = z.object({
  name: z.string(),
  hash_key: z.string(),
  range_key: z.string().optional(),
  projection_type: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  non_key_attributes: z.array(z.string()).optional(),
});
const table = z.object({
  name: z.string(),
  hash_key: z.string(),
  range_key: z.string().optional(),
  attribute: blocks(key),
  global_secondary_index: blocks(index),
  ttl: blocks(z.object({ attribute_name: z.string(), enabled: z.boolean().default(true) })),
});

const bucket = z.object({ bucket: z.string() });

const queue = z.object({
  name: z.string(),
  delay_seconds: z.number().optional(),
  message_retention_seconds: z.number().optional(),
  visibility_timeout_seconds: z.number().optional(),
  redrive_policy: z.string().optional(),
});

const lambdaFunction = z.object({
  function_name: z.string(),
  filename: z.string(),
  role: z.string(),
  handler: z.string(),
  runtime: z.string().startsWith("nodejs", "only Node.js runs here").optional(),
  timeout: z.number().default(3),
  memory_size: z.number().default(128),
  /** Terraform's word for none reserved is -1. */
  reserved_concurrent_executions: z
    .number()
    .optional()
    .transform((reserved) => (reserved === -1 ? undefined : reserved)),
  environment: blocks(z.object({ variables: z.record(z.string(), z.string()).default({}) })),
});

const mapping = z.object({
  function_name: z.string(),
  event_source_arn: z.string(),
  enabled: z.boolean().default(true),
  batch_size: z.number().default(100),
  maximum_batching_window_in_seconds: z.number().default(0),
  parallelization_factor: z.number().default(1),
  maximum_retry_attempts: z.number().default(-1),
  maximum_record_age_in_seconds: z.number().default(-1),
  bisect_batch_on_function_error: z.boolean().default(false),
  tumbling_window_in_seconds: z.number().default(0),
  starting_position: z.enum(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]),
  starting_position_timestamp: z.string().optional(),
  function_response_types: z.array(z.string()).default([]),
  destination_config: blocks(z.object({ on_failure: blocks(z.object({ destination_arn: z.string() })) })),
  filter_criteria: blocks(z.object({ filter: blocks(z.object({ pattern: z.string() })) })),
});

type Make = (
  resource: ResolvedResource,
  services: Services,
  resources: readonly ResolvedResource[],
) => void | Promise<void>;

/** What is made of each type of resource that has a part in the data path. */
const makers: Readonly<Record<string, Make>> = {
  aws_kinesis_stream: (resource, { kinesis }) => {
    const { name, shard_count, retention_period, stream_mode_details, tags } = read(resource, stream);
    const onDemand = stream_mode_details[0]?.stream_mode === "ON_DEMAND";
    kinesis.createStream({
      name,
      capacity: onDemand ? { mode: "on-demand" } : { mode: "provisioned", shards: shard_count ?? 1 },
      retentionHours: retention_period,
      tags,
    });
  },
  aws_kinesis_stream_consumer: (resource, { kinesis }) => {
    const { name, stream_arn } = read(resource, consumer);
    const arn = String(resource.computed["arn"]);
    kinesis.stream(stream_arn).consumers.set(name, { name, arn, createdMs: kinesis.clock.now() });
  },
  aws_dynamodb_table: (resource, { dynamodb }) => {
    const { name, hash_key, range_key, attribute, global_secondary_index, ttl } = read(resource, table);
    return dynamodb.createTable({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attribute.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: keySchema(hash_key, range_key),
      GlobalSecondaryIndexes:
        global_secondary_index.length === 0
          ? undefined
          : global_secondary_index.map((index) => ({
              IndexName: index.name,
              KeySchema: keySchema(index.hash_key, index.range_key),
              Projection: { ProjectionType: index.projection_type, NonKeyAttributes: index.non_key_attributes },
            })),
      ttlAttribute: ttl.find(({ enabled }) => enabled)?.attribute_name,
    });
  },
  aws_s3_bucket: (resource, { s3 }) => s3.ensureBucket(read(resource, bucket).bucket),
  aws_sqs_queue: (resource, { sqs }) => {
    const settings = read(resource, queue);
    const attributes = {
      DelaySeconds: settings.delay_seconds,
      MessageRetentionPeriod: settings.message_retention_seconds,
      VisibilityTimeout: settings.visibility_timeout_seconds,
      RedrivePolicy: settings.redrive_policy,
    };
    const given = Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return sqs.createQueue(settings.name, Object.fromEntries(given));
  },
  aws_lambda_function: (resource, { functions }) => {
    const settings = read(resource, lambdaFunction);
    return functions.createFunction({
      name: settings.function_name,
      arn: String(resource.computed["arn"]),
      zipPath: resolve(resource.stackDir, settings.filename),
      handler: settings.handler,
      environment: settings.environment[0]?.variables ?? {},
      timeoutSeconds: settings.timeout,
      memoryMegabytes: settings.memory_size,
      reservedConcurrency: settings.reserved_concurrent_executions,
    });
  },
  aws_lambda_event_source_mapping: (resource, { startMapping, notice }, resources) => {
    const settings = read(resource, mapping);
    if (settings.tumbling_window_in_seconds > 0) {
      notice(`${resource.address}: tumbling_window_in_seconds is not emulated; batches carry no window`);
    }
    if (!settings.enabled) return notice(`${resource.address} is disabled: its stream is not read`);
    startMapping(configure(resource, settings, functionNamed(settings.function_name, resources)));
  },
};

/** The function that a mapping names: by its name, or by its ARN with or without a qualifier. */
function functionNamed(nameOrArn: string, resources: readonly ResolvedResource[]) {
  const name = nameOrArn.startsWith("arn:") ? nameOrArn.split(":")[6] : nameOrArn;
  for (const resource of resources) {
    if (resource.type === "aws_lambda_function" && resource.attributes["function_name"] === name) {
      return {
        name: String(name),
        arn: String(resource.computed["arn"]),
        roleArn: read(resource, lambdaFunction).role,
      };
    }
  }
  throw new Error(`there is no function ${nameOrArn} in this environment`);
}

function configure(
  resource: ResolvedResource,
  settings: z.infer<typeof mapping>,
  { name, arn, roleArn }: ReturnType<typeof functionNamed>,
): MappingConfiguration {
  const { starting_position_timestamp, destination_config, filter_criteria } = settings;
  return {
    uuid: String(resource.computed["uuid"]),
    functionName: name,
    functionArn: arn,
    roleArn,
    eventSourceArn: settings.event_source_arn,
    batchSize: settings.batch_size,
    maximumBatchingWindowInSeconds: settings.maximum_batching_window_in_seconds,
    parallelizationFactor: settings.parallelization_factor,
    maximumRetryAttempts: settings.maximum_retry_attempts,
    maximumRecordAgeInSeconds: settings.maximum_record_age_in_seconds,
    bisectBatchOnFunctionError: settings.bisect_batch_on_function_error,
    startingPosition: settings.starting_position,
    startingPositionTimestamp: starting_position_timestamp ? Date.parse(starting_position_timestamp) : undefined,
    reportBatchItemFailures: settings.function_response_types.includes("ReportBatchItemFailures"),
    onFailureDestinationArn: destination_config[0]?.on_failure[0]?.destination_arn,
    filterPatterns: filter_criteria[0]?.filter.map(({ pattern }) => pattern),
  };
}

/** Arguments of any type that change nothing here. */
const commonArguments = ["tags", "tags_all", "region", "timeouts"];

/** By type, the arguments that are read, and those that are taken as given as AWS's security and billing are. */
const knownArguments: Readonly<Record<string, { readonly read: z.ZodObject; readonly given: readonly string[] }>> = {
  aws_kinesis_stream: {
    read: stream,
    given: ["encryption_type", "kms_key_id", "enforce_consumer_deletion", "shard_level_metrics"],
  },
  aws_kinesis_stream_consumer: { read: consumer, given: [] },
  aws_dynamodb_table: {
    read: table,
    given: [
      ...["billing_mode", "read_capacity", "write_capacity", "deletion_protection_enabled", "point_in_time_recovery"],
      ...["server_side_encryption", "stream_enabled", "stream_view_type", "table_class"],
    ],
  },
  aws_s3_bucket: { read: bucket, given: ["force_destroy"] },
  aws_sqs_queue: {
    read: queue,
    given: ["kms_master_key_id", "kms_data_key_reuse_period_seconds", "sqs_managed_sse_enabled", "policy"],
  },
  aws_lambda_function: {
    read: lambdaFunction,
    given: ["architectures", "description", "kms_key_arn", "logging_config", "source_code_hash", "tracing_config"],
  },
  aws_lambda_event_source_mapping: { read: mapping, given: ["kms_key_arn", "metrics_config"] },
};

/** The arguments of a resource that would change what it does in AWS, and change nothing here. */
function unreadArguments({ type, attributes }: ResolvedResource): string[] {
  const known = knownArguments[type];
  if (!known) return [];
  const names = new Set([...Object.keys(known.read.shape), ...known.given, ...commonArguments]);
  return Object.keys(attributes).filter((name) => !names.has(name));
}

/** Types without a part in the data path: what they would do in AWS is taken as given. `*` ends a family of types. */
const takenAsGiven = [
  "aws_iam_*",
  "aws_kms_*",
  "aws_sns_*",
  "aws_cloudwatch_log_group",
  "aws_s3_bucket_*",
  "aws_sqs_queue_*",
  "aws_kinesis_resource_policy",
];

/** Types of those families that do act on data: left out, and so named one by one. */
const actOnData = new Set([
  "aws_s3_bucket_notification",
  "aws_s3_bucket_replication_configuration",
  "aws_sns_topic_subscription",
  "aws_sqs_queue_redrive_policy",
]);

function isOf(type: string, family: string): boolean {
  if (actOnData.has(type)) return false;
  return family.endsWith("*") ? type.startsWith(family.slice(0, -1)) : type === family;
}

/**
 * Makes the resources of an environment in the order in which they need each other; names those that nothing here makes.
 * @throws Error naming the resource, when one can't be made
 */
export async function provision(resources: readonly ResolvedResource[], services: Services): Promise<void> {
  const given = new Set<string>();
  const unknown: string[] = [];
  for (const resource of resources) {
    const make = makers[resource.type];
    if (make) {
      await make(resource, services, resources);
      const unread = unreadArguments(resource).join(", ");
      if (unread !== "") services.notice(`${resource.address}: not emulated, and left out: ${unread}`);
    } else {
      const family = takenAsGiven.find((family) => isOf(resource.type, family));
      if (family) given.add(family);
      else unknown.push(resource.address);
    }
  }
  const { notice } = services;
  if (given.size > 0) notice(`taken as given, not enforced: ${[...given].sort().join(", ")}`);
  if (unknown.length > 0) notice(`not emulated, and left out: ${unknown.join(", ")}`);
}

function read<Shape extends z.ZodType>(resource: ResolvedResource, shape: Shape): z.infer<Shape> {
  const parsed = shape.safeParse(resource.attributes);
  if (parsed.success) return parsed.data;
  throw new Error(`${resource.address} can't be run locally:\n${z.prettifyError(parsed.error)}`);
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" as const }];
}
