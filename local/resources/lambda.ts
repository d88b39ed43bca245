import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { type FunctionConfiguration, functionDefaults } from "../lambda/function-configuration";
import { type MappingSettings, mappingDefaults } from "../lambda/mapping-configuration";
import { block, blocks } from "../terraform/blocks";
import { type Kinds, kind } from "./kind";

const lambdaFunction = z.object({
  function_name: z.string(),
  filename: z.string(),
  role: z.string(),
  handler: z.string(),
  runtime: z.string(),
  description: z.string().default(functionDefaults.description),
  timeout: z.number().default(functionDefaults.timeoutSeconds),
  memory_size: z.number().default(functionDefaults.memoryMegabytes),
  architectures: z.array(z.string()).optional(),
  /** Terraform's word for none reserved is -1. */
  reserved_concurrent_executions: z
    .number()
    .optional()
    .transform((reserved) => (reserved === -1 ? undefined : reserved)),
  environment: block(z.object({ variables: z.record(z.string(), z.string()).default({}) })),
  kms_key_arn: z.string().optional(),
  tracing_config: block(z.object({ mode: z.string() })),
  tags: z.record(z.string(), z.string()).default({}),
});

const mapping = z.object({
  function_name: z.string(),
  event_source_arn: z.string(),
  enabled: z.boolean().default(true),
  batch_size: z.number().default(mappingDefaults.batchSize),
  maximum_batching_window_in_seconds: z.number().default(mappingDefaults.maximumBatchingWindowInSeconds),
  parallelization_factor: z.number().default(mappingDefaults.parallelizationFactor),
  maximum_retry_attempts: z.number().default(mappingDefaults.maximumRetryAttempts),
  maximum_record_age_in_seconds: z.number().default(mappingDefaults.maximumRecordAgeInSeconds),
  bisect_batch_on_function_error: z.boolean().default(mappingDefaults.bisectBatchOnFunctionError),
  starting_position: z.enum(["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]),
  starting_position_timestamp: z.string().optional(),
  function_response_types: z.array(z.string()).default([]),
  destination_config: block(z.object({ on_failure: block(z.object({ destination_arn: z.string() })) })),
  filter_criteria: block(z.object({ filter: blocks(z.object({ pattern: z.string() })) })),
  kms_key_arn: z.string().optional(),
  metrics_config: block(z.object({ metrics: z.array(z.string()) })),
  tags: z.record(z.string(), z.string()).default({}),
});

/** What is made of Lambda's resources. */
export const lambdaKinds: Kinds = {
  aws_lambda_function: kind(
    lambdaFunction,
    ["logging_config", "source_code_hash"],
    async (settings, { stackDir }, { functions }) => {
      const zip = await readPackage(resolve(stackDir, settings.filename));
      const fn = await functions.createFunction(functionConfiguration(settings), zip);
      fn.tags = new Map(Object.entries(settings.tags));
      functions.reserveConcurrency(fn, settings.reserved_concurrent_executions);
    },
  ),
  aws_lambda_event_source_mapping: kind(mapping, [], (settings, { address, computed }, { mappings, notice }) => {
    const { function_name, event_source_arn, enabled, tags } = settings;
    if (!enabled) notice(`${address} is disabled: its stream is not read`);
    mappings.create({
      functionName: function_name,
      eventSourceArn: event_source_arn,
      settings: mappingSettings(settings),
      // Terraform waits until it is Enabled.
      ...{ enabled, tags, uuid: String(computed["uuid"]), creatingMs: 0 },
    });
  }),
};

async function readPackage(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new Error(`can't read a function's code at ${path}: run \`npm run synth\` to build it`, { cause });
  }
}

function functionConfiguration(settings: z.infer<typeof lambdaFunction>): FunctionConfiguration {
  const { architectures, kms_key_arn, tracing_config } = settings;
  return {
    name: settings.function_name,
    runtime: settings.runtime,
    roleArn: settings.role,
    handler: settings.handler,
    description: settings.description,
    timeoutSeconds: settings.timeout,
    memoryMegabytes: settings.memory_size,
    environment: settings.environment?.variables,
    given: {
      Architectures: architectures,
      KMSKeyArn: kms_key_arn,
      TracingConfig: tracing_config && { Mode: tracing_config.mode },
    },
  };
}

function mappingSettings(settings: z.infer<typeof mapping>): MappingSettings {
  const { starting_position_timestamp, destination_config, filter_criteria, metrics_config } = settings;
  return {
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
    kmsKeyArn: settings.kms_key_arn,
    metrics: metrics_config?.metrics,
  };
}
