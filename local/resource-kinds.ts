import { resolve } from "node:path";
import { z } from "zod";
import { AwsError } from "./aws-error";
import type { DynamoDb, TableDefinition } from "./dynamodb/dynamodb";
import { createDeliveryStream } from "./firehose/create-delivery-stream";
import type { Firehose } from "./firehose/firehose";
import {
  createDeliveryStreamInput,
  deliveryStreamResource,
  unfetchedSecret,
} from "./firehose/terraform/delivery-stream-resource";
import type { GlueCatalog } from "./glue/glue-catalog";
import type { Kinesis } from "./kinesis/kinesis";
import type { Functions } from "./lambda/functions";
import type { MappingConfiguration } from "./lambda/mapping-configuration";
import type { S3 } from "./s3/s3";
import type { Sqs } from "./sqs/sqs";
import { blocks } from "./terraform/blocks";
import type { ResolvedResource } from "./terraform/stack";

/** The services that resources are made in. */
export interface Services {
  readonly kinesis: Kinesis;
  readonly firehose: Firehose;
  readonly glue: GlueCatalog;
  readonly functions: Functions;
  readonly dynamodb: DynamoDb;
  readonly s3: S3;
  readonly sqs: Sqs;
  /** Starts an event source mapping. */
  readonly startMapping: (configuration: MappingConfiguration) => void;
  /** Tells the person of what does not run locally. */
  readonly notice: (line: string) => void;
}

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
  starting_position: z.enum(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]),
  starting_position_timestamp: z.string().optional(),
  function_response_types: z.array(z.string()).default([]),
  destination_config: blocks(z.object({ on_failure: blocks(z.object({ destination_arn: z.string() })) })),
  filter_criteria: blocks(z.object({ filter: blocks(z.object({ pattern: z.string() })) })),
});

const glueColumn = z.object({ name: z.string(), type: z.string().default("string") });
const glueTable = z.object({
  database_name: z.string(),
  name: z.string(),
  partition_keys: blocks(glueColumn),
  storage_descriptor: blocks(z.object({ location: z.string().default(""), columns: blocks(glueColumn) })),
});

/** What makes one resource of the environment. */
type Make<Settings> = (
  settings: Settings,
  resource: ResolvedResource,
  services: Services,
  resources: readonly ResolvedResource[],
) => void | Promise<void>;

/** How resources of one type are made, and the arguments that this takes into account. */
export interface Kind {
  /** Arguments that are read, or that change nothing here. */
  readonly known: ReadonlySet<string>;
  /** @throws Error naming the resource, when it can't be made */
  readonly make: (...made: [ResolvedResource, Services, readonly ResolvedResource[]]) => void | Promise<void>;
}

/** Arguments of any type that change nothing here. */
const commonArguments = ["tags", "tags_all", "region", "timeouts"];

/** `given` are the arguments that are taken as given, as AWS's security and billing are; those of `shape` are read. */
function kind<Shape extends z.ZodObject>(shape: Shape, given: readonly string[], make: Make<z.infer<Shape>>): Kind {
  return {
    known: new Set([...Object.keys(shape.shape), ...given, ...commonArguments]),
    make: (resource, services, resources) => make(read(resource, shape), resource, services, resources),
  };
}

/** The types of resources that have a part in the data path. */
export const kinds: Readonly<Record<string, Kind>> = {
  aws_kinesis_stream: kind(
    stream,
    ["encryption_type", "kms_key_id", "enforce_consumer_deletion", "shard_level_metrics"],
    ({ name, shard_count, retention_period, stream_mode_details, tags }, _, { kinesis }) => {
      const onDemand = stream_mode_details[0]?.stream_mode === "ON_DEMAND";
      kinesis.createStream({
        name,
        capacity: onDemand ? { mode: "on-demand" } : { mode: "provisioned", shards: shard_count ?? 1 },
        retentionHours: retention_period,
        tags,
      });
    },
  ),
  aws_kinesis_stream_consumer: kind(consumer, [], ({ name, stream_arn }, { computed }, { kinesis }) => {
    const arn = String(computed["arn"]);
    kinesis.stream(stream_arn).consumers.set(name, { name, arn, createdMs: kinesis.clock.now() });
  }),
  aws_dynamodb_table: kind(
    table,
    [
      ...["billing_mode", "read_capacity", "write_capacity", "deletion_protection_enabled", "point_in_time_recovery"],
      ...["server_side_encryption", "stream_enabled", "stream_view_type", "table_class"],
    ],
    (settings, _, { dynamodb }) => dynamodb.createTable(tableDefinition(settings)),
  ),
  aws_s3_bucket: kind(bucket, ["force_destroy"], (settings, _, { s3 }) => s3.ensureBucket(settings.bucket)),
  aws_sqs_queue: kind(
    queue,
    ["kms_master_key_id", "kms_data_key_reuse_period_seconds", "sqs_managed_sse_enabled", "policy"],
    (settings, _, { sqs }) => sqs.createQueue(settings.name, queueAttributes(settings)),
  ),
  aws_lambda_function: kind(
    lambdaFunction,
    ["architectures", "description", "kms_key_arn", "logging_config", "source_code_hash", "tracing_config"],
    (settings, { computed, stackDir }, { functions }) =>
      functions.createFunction({
        name: settings.function_name,
        arn: String(computed["arn"]),
        zipPath: resolve(stackDir, settings.filename),
        handler: settings.handler,
        environment: settings.environment[0]?.variables ?? {},
        timeoutSeconds: settings.timeout,
        memoryMegabytes: settings.memory_size,
        reservedConcurrency: settings.reserved_concurrent_executions,
      }),
  ),
  aws_lambda_event_source_mapping: kind(
    mapping,
    ["kms_key_arn", "metrics_config"],
    (settings, resource, { startMapping, notice }, resources) => {
      if (!settings.enabled) return notice(`${resource.address} is disabled: its stream is not read`);
      startMapping(configure(resource, settings, functionNamed(settings.function_name, resources)));
    },
  ),
  aws_kinesis_firehose_delivery_stream: kind(
    deliveryStreamResource,
    [],
    async (settings, { address }, { firehose, notice }) => {
      await makeDeliveryStream(address, () => createDeliveryStream(firehose, createDeliveryStreamInput(settings)));
      const secret = unfetchedSecret(settings);
      if (secret) notice(`${address}: the secret ${secret} is not fetched here: its destination is reached without it`);
    },
  ),
  aws_glue_catalog_table: kind(
    glueTable,
    ["catalog_id", "description", "owner", "parameters", "retention", "table_type"],
    ({ database_name: databaseName, name, partition_keys: partitionKeys, storage_descriptor }, _, { glue }) => {
      const [{ columns, location } = { columns: [], location: "" }] = storage_descriptor;
      glue.putTable({ databaseName, name, columns, partitionKeys, location });
    },
  ),
};

/** AWS's refusals do not say which resource they are about. */
async function makeDeliveryStream(address: string, make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new Error(`${address} can't be made: ${cause.code}: ${cause.message}`, { cause });
  }
}

function tableDefinition(settings: z.infer<typeof table>): TableDefinition {
  const indexes = settings.global_secondary_index.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.hash_key, index.range_key),
    Projection: { ProjectionType: index.projection_type, NonKeyAttributes: index.non_key_attributes },
  }));
  return {
    TableName: settings.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: settings.attribute.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keySchema(settings.hash_key, settings.range_key),
    // DynamoDB refuses a list of none.
    GlobalSecondaryIndexes: indexes.length > 0 ? indexes : undefined,
    ttlAttribute: settings.ttl.find(({ enabled }) => enabled)?.attribute_name,
  };
}

function queueAttributes(settings: z.infer<typeof queue>): Record<string, string> {
  const attributes = {
    DelaySeconds: settings.delay_seconds,
    MessageRetentionPeriod: settings.message_retention_seconds,
    VisibilityTimeout: settings.visibility_timeout_seconds,
    RedrivePolicy: settings.redrive_policy,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

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

function read<Shape extends z.ZodType>(resource: ResolvedResource, shape: Shape): z.infer<Shape> {
  const parsed = shape.safeParse(resource.attributes);
  if (parsed.success) return parsed.data;
  throw new Error(`${resource.address} can't be run locally:\n${z.prettifyError(parsed.error)}`);
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" as const }];
}
