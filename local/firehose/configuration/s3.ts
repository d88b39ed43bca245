import type { S3DestinationDescription, S3DestinationUpdate } from "@aws-sdk/client-firehose";
import { oneOf, structure, text } from "../../server/input-shape";
import { checkHints, checkLogging } from "./common-rules";
import { bufferingHints, kmsKeyArn, loggingOptions, roleArn } from "./fields";
import { invalidArgument } from "./invalid-argument";
import { checkPrefixes } from "./prefixes";

/** AWS's words, in the order in which its answers list them. */
const compressionFormats = ["ZIP", "HADOOP_SNAPPY", "Snappy", "GZIP", "UNCOMPRESSED"] as const;

/** The members of an S3 destination that it can't do without. */
export const requiredS3Members = {
  RoleARN: roleArn,
  BucketARN: text({ min: 1, max: 2048, pattern: "arn:.*:s3:::[\\w\\.\\-]{1,255}" }),
};

/** The other members of an S3 destination. */
export const optionalS3Members = {
  Prefix: text({ max: 1024, pattern: ".*" }),
  ErrorOutputPrefix: text({ max: 1024, pattern: ".*" }),
  BufferingHints: bufferingHints({ mebibytes: 128, seconds: 900 }),
  CompressionFormat: oneOf(compressionFormats),
  EncryptionConfiguration: structure(
    {},
    {
      NoEncryptionConfig: oneOf(["NoEncryption"]),
      KMSEncryptionConfig: structure({ AWSKMSKeyARN: kmsKeyArn }, {}),
    },
  ),
  CloudWatchLoggingOptions: loggingOptions,
};

/** S3DestinationConfiguration: the older S3 destination, and the bucket beside every other destination. */
export const s3Configuration = structure(requiredS3Members, optionalS3Members);
/** S3DestinationUpdate. */
export const s3Update = structure({}, { ...requiredS3Members, ...optionalS3Members });

/** What AWS fills in. */
export const s3Defaults = {
  BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
  CompressionFormat: "UNCOMPRESSED",
  EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
  CloudWatchLoggingOptions: { Enabled: false },
} as const;

/**
 * An S3 destination as DescribeDeliveryStream shows it: members of the update replace those that were, or AWS's
 * defaults where there was none.
 */
export function mergeS3(
  before: S3DestinationDescription | undefined,
  update: S3DestinationUpdate | undefined,
): S3DestinationDescription {
  return { RoleARN: undefined, BucketARN: undefined, ...s3Defaults, ...before, ...update };
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses of the bucket beside another destination */
export function checkS3(description: S3DestinationDescription | undefined): void {
  if (!description) throw invalidArgument("S3Configuration must not be null");
  checkS3Members(description);
  checkPrefixes(description, false);
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses of any S3 destination, but for its prefixes */
export function checkS3Members(description: S3DestinationDescription): void {
  const missing = description.RoleARN === undefined ? "RoleARN" : description.BucketARN === undefined && "BucketARN";
  if (missing) throw invalidArgument(`${missing} must not be null`);
  checkHints(description.BufferingHints);
  checkLogging(description.CloudWatchLoggingOptions);
  const { NoEncryptionConfig, KMSEncryptionConfig } = description.EncryptionConfiguration ?? {};
  if ((NoEncryptionConfig === undefined) === (KMSEncryptionConfig === undefined)) {
    throw invalidArgument("Exactly one of NoEncryptionConfig or KMSEncryptionConfig must be specified");
  }
}

/** @throws AwsError `InvalidArgumentException` for what AWS refuses of a backup of the source */
export function checkBackup(destination: {
  readonly S3BackupMode?: string;
  readonly S3BackupDescription?: S3DestinationDescription;
}): void {
  if (destination.S3BackupDescription) checkS3(destination.S3BackupDescription);
  else if (destination.S3BackupMode === "Enabled") {
    throw invalidArgument("S3 backup destination configuration is required when enabling S3 backup.");
  }
}
