import type { KinesisFirehoseDeliveryStreamSplunkConfigurationS3Configuration } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import type { Statement } from "../iam/policy-document";
import { literal } from "../terraform/literal";
import { type Buffer, bufferConfiguration, type DestinationContext, type LoggingOptions } from "./destination";

/** AWS's word for each compression. */
const compressionFormats = {
  none: "UNCOMPRESSED",
  gzip: "GZIP",
  zip: "ZIP",
  snappy: "Snappy",
  "hadoop-snappy": "HADOOP_SNAPPY",
} as const;

/** What objects are compressed with. */
export type Compression = keyof typeof compressionFormats;

/** Where in S3 objects go. They are encrypted as their bucket says. */
export interface S3Location extends Buffer {
  readonly bucketArn: string;
  /** May hold expressions, such as `!{timestamp:yyyy}`. */
  readonly prefix: string;
  /** Where what can't be delivered goes; it holds `!{firehose:error-output-type}`. Redshift takes none. */
  readonly errorPrefix?: string;
  readonly compression: Compression;
}

/** What a destination other than S3 keeps there. */
export interface Backup extends S3Location {
  /** Only what can't be delivered, or all that arrives. */
  readonly mode: "failed" | "all";
}

/** Terraform's block of an S3 location: the same for every destination and backup. */
export function s3Configuration(location: S3Location, roleArn: string, logging: LoggingOptions) {
  return {
    roleArn,
    bucketArn: location.bucketArn,
    prefix: literal(location.prefix),
    errorOutputPrefix: location.errorPrefix && literal(location.errorPrefix),
    ...bufferConfiguration(location),
    compressionFormat: compressionFormats[location.compression],
    cloudwatchLoggingOptions: logging,
  } satisfies KinesisFirehoseDeliveryStreamSplunkConfigurationS3Configuration;
}

/** The block of what is kept beside a delivery: records that failed, or all of the source. */
export function backupConfiguration(location: S3Location, { roleArn, logging }: DestinationContext) {
  return s3Configuration(location, roleArn, logging.BackupDelivery);
}

/** A bucket, and the prefixes of what is written to it. */
export type WrittenObjects = Pick<S3Location, "bucketArn" | "prefix" | "errorPrefix">;

/** What the role needs to write to buckets of an account: AWS asks for these six actions. */
export function writeStatements(account: string, locations: readonly WrittenObjects[]): Statement[] {
  const inThisAccount = { StringEquals: { "s3:ResourceAccount": account } };
  const objects = locations.flatMap(({ bucketArn, prefix, errorPrefix }) =>
    [prefix, errorPrefix].filter((each) => each !== undefined).map((each) => `${bucketArn}/${firstFolder(each)}*`),
  );
  return [
    {
      Sid: "ListBuckets",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: unique(locations.map(({ bucketArn }) => bucketArn)),
      Condition: inThisAccount,
    },
    {
      Sid: "WriteObjects",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      Resource: unique(objects),
      Condition: inThisAccount,
    },
  ];
}

/**
 * Up to any expression, of Firehose or of IAM. Not all of the prefix: when that changes, what was gathered before must
 * still be written where it was to go.
 */
function firstFolder(prefix: string): string {
  return /^(?:(?![!$%]\{)[^/])*\/?/.exec(prefix)?.[0] ?? "";
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
