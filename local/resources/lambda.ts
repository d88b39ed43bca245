import { resolve } from "node:path";
import { z } from "zod";
import type { MappingConfiguration } from "../lambda/mapping-configuration";
import { block, blocks } from "../terraform/blocks";
import type { ResolvedResource } from "../terraform/stack";
import { type Kinds, kind, read } from "./kind";

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
  environment: block(z.object({ variables: z.record(z.string(), z.string()).default({}) })),
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
  destination_config: block(z.object({ on_failure: block(z.object({ destination_arn: z.string() })) })),
  filter_criteria: block(z.object({ filter: blocks(z.object({ pattern: z.string() })) })),
});

/** What is made of Lambda's resources. */
export const lambdaKinds: Kinds = {
  aws_lambda_function: kind(
    lambdaFunction,
    ["architectures", "description", "kms_key_arn", "logging_config", "source_code_hash", "tracing_config"],
    (settings, { computed, stackDir }, { functions }) =>
      functions.createFunction({
        name: settings.function_name,
        arn: String(computed["arn"]),
        zipPath: resolve(stackDir, settings.filename),
        handler: settings.handler,
        environment: settings.environment?.variables ?? {},
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
    onFailureDestinationArn: destination_config?.on_failure?.destination_arn,
    filterPatterns: filter_criteria?.filter.map(({ pattern }) => pattern),
  };
}
