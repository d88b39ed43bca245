import { invalidArgument } from "./invalid-argument";

/** @throws AwsError `InvalidArgumentException` for a size without an interval, or the other way round */
export function checkHints(hints: { SizeInMBs?: number; IntervalInSeconds?: number } | undefined): void {
  if (!hints || (hints.SizeInMBs === undefined) === (hints.IntervalInSeconds === undefined)) return;
  // AWS's documentation has the rule ("if you specify a value for it, you must also specify a value for …").
  throw invalidArgument("BufferingHints.SizeInMBs and BufferingHints.IntervalInSeconds must be specified together.");
}

/** @throws AwsError `InvalidArgumentException` for logging to nowhere */
export function checkLogging(
  options: { Enabled?: boolean; LogGroupName?: string; LogStreamName?: string } | undefined,
): void {
  if (!options?.Enabled) return;
  const missing = options.LogGroupName ? (options.LogStreamName ? undefined : "Stream") : "Group";
  if (missing) {
    throw invalidArgument(`CloudWatch Log ${missing} Name is required if CloudWatch Logging is enabled`);
  }
}

/** @throws AwsError `InvalidArgumentException` for an update that would keep less than before beside the destination */
export function checkBackupMode(before: { S3BackupMode?: string }, after: { S3BackupMode?: string }): void {
  const isFull = (mode = "") => mode === "Enabled" || mode.startsWith("All");
  if (!isFull(before.S3BackupMode) || isFull(after.S3BackupMode)) return;
  // AWS's documentation of each S3BackupMode has the rule; the wording is ours.
  throw invalidArgument(`S3BackupMode cannot be updated from ${before.S3BackupMode} to ${after.S3BackupMode}.`);
}

/** @throws AwsError `InvalidArgumentException` for Secrets Manager without a secret */
export function checkSecret(configuration: { Enabled?: boolean; SecretARN?: string } | undefined): void {
  if (configuration?.Enabled && configuration.SecretARN === undefined)
    throw invalidArgument("Invalid secret ARN: null");
}
