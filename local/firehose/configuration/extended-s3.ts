import type { ExtendedS3DestinationDescription, ExtendedS3DestinationUpdate } from "@aws-sdk/client-firehose";
import { flag, oneOf, structure, text } from "../../server/input-shape";
import { isTimeZone } from "../delivery/timestamp";
import { checkBackupMode } from "./common-rules";
import { retryOptions } from "./fields";
import {
  type CatalogDefaults,
  checkFormatConversion,
  describeFormatConversion,
  formatConversionConfiguration,
} from "./format-conversion";
import { invalidArgument } from "./invalid-argument";
import { checkPrefixes, hasPartitionKey } from "./prefixes";
import { checkProcessing, describeProcessing, processingConfiguration } from "./processing";
import {
  checkBackup,
  checkS3Members,
  mergeS3,
  optionalS3Members,
  requiredS3Members,
  s3Configuration,
  s3Defaults,
  s3Update,
} from "./s3";

const optionalMembers = {
  ...optionalS3Members,
  ProcessingConfiguration: processingConfiguration,
  S3BackupMode: oneOf(["Disabled", "Enabled"]),
  DataFormatConversionConfiguration: formatConversionConfiguration,
  DynamicPartitioningConfiguration: structure({}, { Enabled: flag, RetryOptions: retryOptions }),
  FileExtension: text({ max: 128, pattern: "^(|\\.[0-9a-z!\\-_.*'()]+)$" }),
  CustomTimeZone: text({ max: 50, pattern: "^$|[a-zA-Z/_]+" }),
};

/** ExtendedS3DestinationConfiguration. */
export const extendedS3Configuration = structure(requiredS3Members, {
  ...optionalMembers,
  S3BackupConfiguration: s3Configuration,
});
/** ExtendedS3DestinationUpdate. */
export const extendedS3Update = structure({}, { ...requiredS3Members, ...optionalMembers, S3BackupUpdate: s3Update });

/** The buffer of a destination that converts or partitions, unless it says otherwise. */
const largeBuffer = { SizeInMBs: 128, IntervalInSeconds: 300 };
/** Least size of such a buffer. */
const minLargeMebibytes = 64;
/** Least interval of a buffer that is partitioned, seconds. */
const minPartitionedSeconds = 60;

/**
 * An S3 destination with all its options, as DescribeDeliveryStream shows it: members of the update replace those that
 * were, or AWS's defaults where there was none.
 */
export function mergeExtendedS3(
  before: ExtendedS3DestinationDescription | undefined,
  { S3BackupUpdate, ...members }: ExtendedS3DestinationUpdate,
  catalog: CatalogDefaults,
): ExtendedS3DestinationDescription {
  const merged = { ...mergeS3(undefined, {}), ...defaultsFor(members), ...before, ...members };
  const backup = before?.S3BackupDescription;
  return {
    ...merged,
    ProcessingConfiguration: describeProcessing(merged.ProcessingConfiguration, { roleArn: merged.RoleARN }),
    DataFormatConversionConfiguration: describeFormatConversion(merged.DataFormatConversionConfiguration, catalog),
    S3BackupDescription: S3BackupUpdate ? mergeS3(backup, S3BackupUpdate) : backup,
  };
}

function defaultsFor({
  DataFormatConversionConfiguration,
  DynamicPartitioningConfiguration,
}: ExtendedS3DestinationUpdate) {
  const isConverted = DataFormatConversionConfiguration && DataFormatConversionConfiguration.Enabled !== false;
  const isLarge = isConverted || DynamicPartitioningConfiguration?.Enabled;
  return {
    BufferingHints: isLarge ? largeBuffer : s3Defaults.BufferingHints,
    S3BackupMode: "Disabled",
    CustomTimeZone: "UTC",
  } as const;
}

/**
 * @param before the destination until now, of an update
 * @throws AwsError `InvalidArgumentException` for what AWS refuses
 */
export function checkExtendedS3(
  description: ExtendedS3DestinationDescription,
  before: ExtendedS3DestinationDescription | undefined,
): void {
  const isPartitioned = description.DynamicPartitioningConfiguration?.Enabled ?? false;
  checkS3Members(description);
  checkConversion(description);
  checkPrefixes(description, isPartitioned);
  if (isPartitioned) checkPartitioning(description);
  checkProcessing(description.ProcessingConfiguration, isPartitioned);
  checkTimeZone(description.CustomTimeZone);
  checkBackup(description);
  if (before) checkChange(before, description);
}

function checkConversion({
  DataFormatConversionConfiguration,
  CompressionFormat,
  BufferingHints,
}: ExtendedS3DestinationDescription): void {
  if (!DataFormatConversionConfiguration?.Enabled) return;
  if (CompressionFormat !== "UNCOMPRESSED") {
    throw invalidArgument(
      "The S3 destination's compression format must be set to UNCOMPRESSED when data format conversion is enabled",
    );
  }
  if ((BufferingHints?.SizeInMBs ?? 0) < minLargeMebibytes) {
    throw invalidArgument(
      `BufferingHints.SizeInMBs must be at least ${minLargeMebibytes} when data format conversion is enabled.`,
    );
  }
  checkFormatConversion(DataFormatConversionConfiguration);
}

function checkPartitioning({
  BufferingHints,
  Prefix,
  ProcessingConfiguration,
}: ExtendedS3DestinationDescription): void {
  const hint = (name: string, min: number) =>
    invalidArgument(`BufferingHints.${name} must be at least ${min} when Dynamic Partitioning is enabled.`);
  if ((BufferingHints?.SizeInMBs ?? 0) < minLargeMebibytes) throw hint("SizeInMBs", minLargeMebibytes);
  // "Zero buffering feature is not available for dynamic partitioning" [AWS: Configure buffering hints].
  if ((BufferingHints?.IntervalInSeconds ?? 0) < minPartitionedSeconds) {
    throw hint("IntervalInSeconds", minPartitionedSeconds);
  }
  if (!ProcessingConfiguration?.Enabled) {
    throw invalidArgument("Processing Configuration is not enabled when DataPartitioning is enabled");
  }
  if (!hasPartitionKey(Prefix)) {
    throw invalidArgument(
      "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled",
    );
  }
}

function checkTimeZone(zone: string | undefined): void {
  if (!zone || zone === "UTC" || (zone.includes("/") && isTimeZone(zone))) return;
  throw invalidArgument(
    "Provided custom time zone is not supported. Custom time zones are limited to UTC and non-3-letter IANA time zones.",
  );
}

/** What AWS's documentation says can't be changed; the wording is ours. */
function checkChange(before: ExtendedS3DestinationDescription, after: ExtendedS3DestinationDescription): void {
  const isPartitioned = (description: ExtendedS3DestinationDescription) =>
    description.DynamicPartitioningConfiguration?.Enabled ?? false;
  if (isPartitioned(before) !== isPartitioned(after)) {
    throw invalidArgument("Dynamic Partitioning can only be enabled, for good, when a delivery stream is created.");
  }
  checkBackupMode(before, after);
}
