import { AwsError } from "../aws-error";
import { compileFilters } from "./filter-criteria";
import { invalidParameter } from "./invalid-parameter";

/** What may be set of an event source mapping from a Kinesis stream: AWS's parameters under AWS's names. */
export interface MappingSettings {
  /** Most records a batch, 1–10,000. */
  readonly batchSize: number;
  /** How long a batch may wait for more records, 0–300. */
  readonly maximumBatchingWindowInSeconds: number;
  /** Batches of one shard in flight at once, 1–10. */
  readonly parallelizationFactor: number;
  /** Retries of a batch that the function failed, -1 (without limit) – 10,000. */
  readonly maximumRetryAttempts: number;
  /** Age of the oldest record that the function is still given, 60–604,800, or -1 for no limit. */
  readonly maximumRecordAgeInSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP";
  /** Milliseconds since the epoch; with `AT_TIMESTAMP` only. */
  readonly startingPositionTimestamp?: number;
  /** `FunctionResponseTypes` holds `ReportBatchItemFailures`. */
  readonly reportBatchItemFailures: boolean;
  /** An SQS queue, an SNS topic or an S3 bucket. @default records that are given up are dropped, and counted */
  readonly onFailureDestinationArn?: string;
  /** EventBridge patterns, JSON; a record that none of them matches is discarded. @default every record is taken */
  readonly filterPatterns?: readonly string[];
  /** Encrypts the filters in AWS; nothing here. */
  readonly kmsKeyArn?: string;
  /** `EventCount`, or none. @default none were ever asked for */
  readonly metrics?: readonly string[];
}

/** An event source mapping: what it joins, and how. */
export interface MappingConfiguration extends MappingSettings {
  readonly uuid: string;
  readonly functionName: string;
  /** With `:$LATEST` where the request had it. */
  readonly functionArn: string;
  /** The stream, or one of its enhanced fan-out consumers. */
  readonly eventSourceArn: string;
  /** The function's role: `invokeIdentityArn` in its events. */
  readonly roleArn: string;
}

/** What AWS sets where a request is silent. */
export const mappingDefaults = {
  batchSize: 100,
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  maximumRetryAttempts: -1,
  maximumRecordAgeInSeconds: -1,
  bisectBatchOnFunctionError: false,
  reportBatchItemFailures: false,
} as const;

const ranges = {
  batchSize: [1, 10_000],
  maximumBatchingWindowInSeconds: [0, 300],
  parallelizationFactor: [1, 10],
  maximumRetryAttempts: [-1, 10_000],
  maximumRecordAgeInSeconds: [-1, 604_800],
} as const;

/**
 * Checks a configuration as `CreateEventSourceMapping` does.
 *
 * @throws AwsError `ValidationException` for a number out of AWS's range, `InvalidParameterValueException` for the rest
 */
export function checkMappingConfiguration(configuration: MappingConfiguration): void {
  for (const key of Object.keys(ranges) as (keyof typeof ranges)[]) {
    const [least, most] = ranges[key];
    const value = configuration[key];
    if (!Number.isInteger(value) || value < least) throw outOfRange(key, value, "greater than or equal to", least);
    if (value > most) throw outOfRange(key, value, "less than or equal to", most);
  }
  const { maximumRecordAgeInSeconds, startingPosition, startingPositionTimestamp } = configuration;
  if (maximumRecordAgeInSeconds !== -1 && maximumRecordAgeInSeconds < 60) {
    throw invalidParameter(
      "MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)",
    );
  }
  if (startingPosition === "AT_TIMESTAMP" && startingPositionTimestamp === undefined) {
    throw invalidParameter("StartingPosition AT_TIMESTAMP needs a StartingPositionTimestamp.");
  }
  compileFilters(configuration.filterPatterns ?? []);
  const { onFailureDestinationArn } = configuration;
  if (onFailureDestinationArn !== undefined && !/^arn:[^:]+:(sqs|sns|s3):/.test(onFailureDestinationArn)) {
    throw invalidParameter(
      `The on-failure destination must be an SQS queue, an SNS topic or an S3 bucket; got ${onFailureDestinationArn}.`,
    );
  }
}

function outOfRange(key: string, value: number, relation: string, limit: number): AwsError {
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${key}' failed to satisfy constraint: Member must have value ${relation} ${limit}`,
  );
}
