import type { Destination } from "./destination";
import { conversionConfiguration, conversionStatements, type FormatConversion } from "./format-conversion";
import { type Processing, processingConfiguration, processingStatements } from "./processing";
import {
  backupConfiguration,
  type Compression,
  type S3Location,
  s3Configuration,
  writeStatements,
} from "./s3-location";

/** See {@link s3Destination}. */
export interface S3DestinationProps extends Omit<S3Location, "compression" | "errorPrefix"> {
  readonly errorPrefix: string;
  /** How objects are written: records as they come, or as columns of a table, which are compressed inside. */
  readonly output: { readonly kind: "records"; readonly compression: Compression } | OutputTable;
  /** Name in the database of time zones, in which timestamps of prefixes are written. */
  readonly customTimeZone: string;
  /** Of objects, with its dot, instead of what AWS gives them by format and compression. */
  readonly fileExtension?: string | undefined;
  /** Set when the delivery stream is made, and never changed after. */
  readonly dynamicPartitioning?: { readonly retrySeconds: number } | undefined;
  readonly processing: Processing;
  /** Where each record is also kept as it came. */
  readonly sourceBackup?: S3Location | undefined;
}

type OutputTable = { readonly kind: "table" } & FormatConversion;

/** Objects in a bucket. */
export function s3Destination(props: S3DestinationProps): Destination {
  const { output, processing, dynamicPartitioning, sourceBackup } = props;
  return {
    configuration: (context) => ({
      destination: "extended_s3",
      extendedS3Configuration: {
        ...s3Configuration(
          { ...props, compression: output.kind === "records" ? output.compression : "none" },
          context.roleArn,
          context.logging.DestinationDelivery,
        ),
        customTimeZone: props.customTimeZone,
        fileExtension: props.fileExtension,
        processingConfiguration: processingConfiguration(processing),
        dataFormatConversionConfiguration:
          output.kind === "table" ? conversionConfiguration(output, context.roleArn) : undefined,
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
      ...(output.kind === "table" ? conversionStatements(output) : []),
      ...processingStatements(processing),
    ],
    metricNames: { dataFreshness: "DeliveryToS3.DataFreshness", deliverySuccess: "DeliveryToS3.Success" },
  };
}
