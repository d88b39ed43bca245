import type { RedshiftDestinationDescription, RedshiftDestinationUpdate } from "@aws-sdk/client-firehose";
import { oneOf, structure, text } from "../../server/input-shape";
import { checkBackupMode } from "./common-rules";
import { loggingOptions, retryOptions, roleArn, secretsManagerConfiguration } from "./fields";
import { invalidArgument } from "./invalid-argument";
import { checkOutsideS3 } from "./outside-s3";
import { hasExpression } from "./prefixes";
import { describeProcessing, processingConfiguration } from "./processing";
import { checkBackup, mergeS3, s3Configuration, s3Update } from "./s3";

const requiredMembers = {
  RoleARN: roleArn,
  ClusterJDBCURL: text({
    min: 1,
    max: 512,
    pattern:
      "jdbc:(redshift|postgresql)://((?!-)[A-Za-z0-9-]{1,63}(?<!-)\\.)+(redshift(-serverless)?)\\." +
      "([a-zA-Z0-9\\.\\-]+):\\d{1,5}/[a-zA-Z0-9_$-]+",
  }),
  CopyCommand: structure(
    { DataTableName: text({ min: 1, max: 512, pattern: ".*" }) },
    {
      DataTableColumns: text({ max: 10_240, pattern: ".*" }),
      CopyOptions: text({ max: 10_240, pattern: ".*" }),
    },
  ),
};

const optionalMembers = {
  Username: text({ min: 1, max: 512, pattern: ".*" }),
  Password: text({ min: 6, max: 512, pattern: ".*" }),
  RetryOptions: retryOptions,
  ProcessingConfiguration: processingConfiguration,
  S3BackupMode: oneOf(["Disabled", "Enabled"]),
  CloudWatchLoggingOptions: loggingOptions,
  SecretsManagerConfiguration: secretsManagerConfiguration,
};

/** RedshiftDestinationConfiguration. */
export const redshiftConfiguration = structure(
  { ...requiredMembers, S3Configuration: s3Configuration },
  { ...optionalMembers, S3BackupConfiguration: s3Configuration },
);
/** RedshiftDestinationUpdate. */
export const redshiftUpdate = structure(
  {},
  { ...requiredMembers, ...optionalMembers, S3Update: s3Update, S3BackupUpdate: s3Update },
);

/** What AWS fills in. */
const defaults = {
  RetryOptions: { DurationInSeconds: 3600 },
  S3BackupMode: "Disabled",
  CloudWatchLoggingOptions: { Enabled: false },
} as const;

/**
 * Redshift: members of the update replace those that were, or AWS's defaults where there was none. The password is
 * kept nowhere: what it opens, COPY, does not run here.
 */
export function mergeRedshift(
  before: RedshiftDestinationDescription | undefined,
  { S3Update, S3BackupUpdate, Password, ...members }: RedshiftDestinationUpdate,
): RedshiftDestinationDescription {
  const unset = { RoleARN: undefined, ClusterJDBCURL: undefined, CopyCommand: undefined };
  const merged = { ...unset, ...defaults, ...before, ...members };
  const backup = before?.S3BackupDescription;
  return {
    ...merged,
    ProcessingConfiguration: describeProcessing(merged.ProcessingConfiguration, { roleArn: merged.RoleARN }),
    S3DestinationDescription: mergeS3(before?.S3DestinationDescription, S3Update),
    S3BackupDescription: S3BackupUpdate ? mergeS3(backup, S3BackupUpdate) : backup,
  };
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses */
export function checkRedshift(
  description: RedshiftDestinationDescription,
  before: RedshiftDestinationDescription | undefined,
): void {
  const { S3DestinationDescription: s3 } = description;
  if (hasExpression(s3?.Prefix) || hasExpression(s3?.ErrorOutputPrefix)) {
    throw invalidArgument("Prefix Expressions or ErrorOutputPrefix is currently not supported for this destination");
  }
  checkOutsideS3(description);
  // COPY can't read the others.
  if (s3?.CompressionFormat !== "UNCOMPRESSED" && s3?.CompressionFormat !== "GZIP") {
    throw invalidArgument(
      "Only the following compression formats are allowed when using Redshift: [UNCOMPRESSED, GZIP]",
    );
  }
  checkBackup(description);
  if (before) checkBackupMode(before, description);
}

/** @throws AwsError `InvalidArgumentException` for a new Redshift destination that nobody can log in to */
export function checkRedshiftCredentials(given: RedshiftDestinationUpdate): void {
  if (given.SecretsManagerConfiguration?.Enabled) return;
  const missing = given.Username === undefined ? "Username" : given.Password === undefined && "Password";
  if (missing) throw invalidArgument(`Redshift Database ${missing} is required for Redshift Destination`);
}
