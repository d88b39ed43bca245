import type { Finding } from "./finding";

/** What can be done about a finding. */
export interface Explanation {
  /** Makes AWS what the code says. */
  readonly command: string;
  /** How it is kept instead. */
  readonly instead: string;
}

/** Fields of an environment's file, by the attributes that they become. */
const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_kinesis_stream: {
    retention_period: "retentionHours of the stream",
    shard_count: "capacity of the stream",
    stream_mode_details: "capacity of the stream",
    shard_level_metrics: "shardLevelMetrics of the stream",
    enforce_consumer_deletion: "enforceConsumerDeletion of the stream",
    encryption_type: "encryption",
    kms_key_id: "encryption",
  },
  aws_dynamodb_table: {
    billing_mode: "capacity of the table",
    read_capacity: "capacity of the table",
    write_capacity: "capacity of the table",
    point_in_time_recovery: "pointInTimeRecoveryDays of the table",
    deletion_protection_enabled: "deletionProtection",
    server_side_encryption: "encryption",
  },
  aws_lambda_event_source_mapping: {
    batch_size: "batchSize of the processor",
    maximum_batching_window_in_seconds: "maximumBatchingWindowSeconds of the processor",
    maximum_record_age_in_seconds: "maximumRecordAgeSeconds of the processor",
    maximum_retry_attempts: "maximumRetryAttempts of the processor",
    parallelization_factor: "parallelizationFactor of the processor",
    bisect_batch_on_function_error: "bisectBatchOnFunctionError of the processor",
    tumbling_window_in_seconds: "tumblingWindowSeconds of the processor",
    filter_criteria: "filters of the processor",
  },
  aws_lambda_function: {
    memory_size: "memoryMebibytes of the function",
    timeout: "timeoutSeconds of the function",
    reserved_concurrent_executions: "reservedConcurrency of the function",
  },
  aws_cloudwatch_log_group: { retention_in_days: "logRetentionDays of the function or delivery" },
};

/** Says how a finding is mended, in either direction. */
export function explain(environment: string, stack: string, finding: Finding): Explanation {
  const { kind, resource, attribute } = finding;
  const apply = `weir apply --env ${environment} --stack ${stack}`;
  const file = `environments/${environment}.ts`;
  if (kind === "follows") return { command: apply, instead: "it goes with the change that it depends on" };
  if (kind === "unapplied") {
    return { command: apply, instead: `take it back in the code: git log -- ${file} stacks modules functions` };
  }
  const [type = ""] = resource.split(".", 1);
  const name = attribute?.split(/[.[]/, 1)[0] ?? "";
  const field = fields[type]?.[name];
  return { command: apply, instead: field === undefined ? elsewhere(attribute, stack) : `set ${field} in ${file}` };
}

function elsewhere(attribute: string | null, stack: string): string {
  if (attribute === null)
    return `take it out of stacks/${stack}.ts, or of the environment's file if an entry there makes it`;
  if (attribute.startsWith("tags_all."))
    return "set it among the tags that stacks/environment-stack.ts gives to everything";
  return `change it where stacks/${stack}.ts makes it, or in the module that it uses`;
}
