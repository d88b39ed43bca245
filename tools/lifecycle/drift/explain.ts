import type { Finding } from "./finding";
import { attributeOf } from "./leaves";

/** What can be done about a finding. */
export interface Explanation {
  /** Makes AWS what the code says. */
  readonly cloud: string;
  /** Makes the code what AWS has. */
  readonly code: string;
}

/** Fields of an environment's file, by the attributes that they become. */
export const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
  aws_kinesisanalyticsv2_application: {
    application_configuration: "analytics (the application's entry)",
    runtime_environment: "runtime of the application",
  },
  aws_cloudwatch_log_group: { retention_in_days: "logRetentionDays of the function, delivery or application" },
};

/** Says how a finding is mended, in either direction. */
export function explain(environment: string, stack: string, finding: Finding): Explanation {
  const apply = `weir apply --env ${environment} --stack ${stack}`;
  const file = `environments/${environment}.ts`;
  switch (finding.kind) {
    case "outside":
      // Terraform uploads a package only when the code's has changed.
      return {
        cloud: isPackage(finding) && !("code" in finding) ? upload(environment, stack) : apply,
        code: intoCode(finding, stack, file),
      };
    case "unmanaged":
      return {
        cloud: "put it back by hand, before an apply of the stack reads it into the state, where it is no longer seen",
        code: `make it in stacks/${stack}.ts, or in the module that it uses`,
      };
    case "unapplied":
      return { cloud: apply, code: `take the change back: git log -- ${file} stacks modules functions` };
    case "follows":
      return { cloud: apply, code: "it goes with the change that it depends on" };
  }
}

function isPackage({ resource, attribute }: Finding): boolean {
  return resource.startsWith("aws_lambda_function.") && attribute === "code_sha256";
}

function upload(environment: string, stack: string): string {
  const assets = `cdktf.out/stacks/${environment}-${stack}/assets`;
  return `aws lambda update-function-code --function-name <function> --zip-file fileb://<its zip in ${assets}>`;
}

function intoCode(finding: Finding, stack: string, file: string): string {
  const { resource, attribute } = finding;
  if (attribute === null) return `take it out of ${file}, or out of stacks/${stack}.ts`;
  if (isPackage(finding)) return "bring what was uploaded into functions/";
  if (attribute.startsWith("tags_all")) return "set it among the tags of stacks/environment-stack.ts";
  const [type = ""] = resource.split(".", 1);
  const field = fields[type]?.[attributeOf(attribute)];
  if (field !== undefined) return `set ${field} in ${file}`;
  return `change it where stacks/${stack}.ts makes it, or in the module that it uses`;
}
