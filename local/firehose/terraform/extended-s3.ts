import { z } from "zod";
import { block } from "../../terraform/blocks";
import { processingBlock } from "./common-blocks";
import { formatConversionBlock } from "./format-conversion";
import { s3Arguments, s3Block, s3Configuration } from "./s3";

const partitioning = z
  .strictObject({ enabled: z.boolean().default(false), retry_duration: z.number().default(300) })
  .transform(({ enabled, retry_duration }) => ({
    Enabled: enabled,
    RetryOptions: { DurationInSeconds: retry_duration },
  }));

/** `extended_s3_configuration`. */
export const extendedS3Block = block(
  z
    .strictObject({
      ...s3Arguments,
      custom_time_zone: z.string().default("UTC"),
      data_format_conversion_configuration: formatConversionBlock,
      dynamic_partitioning_configuration: block(partitioning),
      file_extension: z.string().optional(),
      processing_configuration: processingBlock,
      s3_backup_mode: z.string().default("Disabled"),
      s3_backup_configuration: s3Block,
    })
    .transform((given) => ({
      ...s3Configuration(given),
      CustomTimeZone: given.custom_time_zone,
      DataFormatConversionConfiguration: given.data_format_conversion_configuration,
      DynamicPartitioningConfiguration: given.dynamic_partitioning_configuration,
      FileExtension: given.file_extension,
      ProcessingConfiguration: given.processing_configuration,
      S3BackupMode: given.s3_backup_mode,
      S3BackupConfiguration: given.s3_backup_configuration,
    })),
);
