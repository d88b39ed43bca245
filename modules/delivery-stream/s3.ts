import type { Destination } from "./destination";
import { conversionConfiguration, conversionStatements, type FormatConversion } from "./format-conversion";
import { metricGroups } from "./metric-groups";
import { type Processing, processingConfiguration, transformStatements } from "./processing";
import { backupConfiguration, type S3Location, s3Configuration, writeStatements } from "./s3-location";

/** See {@link s3Destination}. The buffer: 1–128 mebibytes, 0–900 seconds. */
export interface S3DestinationProps extends S3Location, Omit<Processing, "jq"> {
  readonly errorPrefix: string;
  /** Name in the database of time zones, in which timestamps of prefixes are written. */
  readonly customTimeZone: string;
  /** Of objects, with its dot, at most 50 characters. @default what AWS gives them by format and compression */
  readonly fileExtension?: string | undefined;
  /** Set when the delivery stream is made, and never changed after. */
  readonly dynamicPartitioning?: DynamicPartitioning | undefined;
  /** Writes columns instead of records; they are compressed inside, so `compression` must be `none`. */
  readonly conversion?: FormatConversion | undefined;
  /** Where each record is also kept as it came. */
  readonly sourceBackup?: S3Location | undefined;
}

interface DynamicPartitioning extends Pick<Processing, "jq"> {
  /** 0–7,200. */
  readonly retrySeconds: number;
}

/** Objects in a bucket. */
export function s3Destination(props: S3DestinationProps): Destination {
  const { conversion, dynamicPartitioning, sourceBackup } = props;
  return {
    configuration: (context) => ({
      destination: "extended_s3",
      extendedS3Configuration: {
        ...s3Configuration(props, context.roleArn, context.logging.DestinationDelivery),
        customTimeZone: props.customTimeZone,
        fileExtension: props.fileExtension,
        processingConfiguration: processingConfiguration({ ...props, jq: dynamicPartitioning?.jq }),
        dataFormatConversionConfiguration: conversion && conversionConfiguration(conversion, context.roleArn),
        // One that is there but disabled would be a change in each plan.
        dynamicPartitioningConfiguration: dynamicPartitioning && {
          enabled: true,
          retryDuration: dynamicPartitioning.retrySeconds,
        },
        ...(sourceBackup && {
          s3BackupMode: "Enabled",
          s3BackupConfiguration: backupConfiguration(sourceBackup, context),
        }),
      },
    }),
    statements: (account) => [
      ...writeStatements(account, sourceBackup ? [props, sourceBackup] : [props]),
      ...(conversion ? conversionStatements(conversion) : []),
      ...transformStatements(props.transform),
    ],
    metricGroups: metricGroups.s3,
  };
}
