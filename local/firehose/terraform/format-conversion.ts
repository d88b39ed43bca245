import { z } from "zod";
import { block } from "../../terraform/blocks";

const inputFormat = z.strictObject({
  deserializer: block(
    z
      .strictObject({
        hive_json_ser_de: block(
          z
            .strictObject({ timestamp_formats: z.array(z.string()).optional() })
            .transform((serde) => ({ TimestampFormats: serde.timestamp_formats })),
        ),
        open_x_json_ser_de: block(
          z
            .strictObject({
              case_insensitive: z.boolean().default(true),
              column_to_json_key_mappings: z.record(z.string(), z.string()).optional(),
              convert_dots_in_json_keys_to_underscores: z.boolean().default(false),
            })
            .transform((serde) => ({
              CaseInsensitive: serde.case_insensitive,
              ColumnToJsonKeyMappings: serde.column_to_json_key_mappings,
              ConvertDotsInJsonKeysToUnderscores: serde.convert_dots_in_json_keys_to_underscores,
            })),
        ),
      })
      .transform((given) => ({ HiveJsonSerDe: given.hive_json_ser_de, OpenXJsonSerDe: given.open_x_json_ser_de })),
  ),
});

const orcSerDe = z
  .strictObject({
    block_size_bytes: z.number().optional(),
    bloom_filter_columns: z.array(z.string()).optional(),
    bloom_filter_false_positive_probability: z.number().optional(),
    compression: z.string().optional(),
    dictionary_key_threshold: z.number().optional(),
    enable_padding: z.boolean().optional(),
    format_version: z.string().optional(),
    padding_tolerance: z.number().optional(),
    row_index_stride: z.number().optional(),
    stripe_size_bytes: z.number().optional(),
  })
  .transform((serde) => ({
    BlockSizeBytes: serde.block_size_bytes,
    BloomFilterColumns: serde.bloom_filter_columns,
    BloomFilterFalsePositiveProbability: serde.bloom_filter_false_positive_probability,
    Compression: serde.compression,
    DictionaryKeyThreshold: serde.dictionary_key_threshold,
    EnablePadding: serde.enable_padding,
    FormatVersion: serde.format_version,
    PaddingTolerance: serde.padding_tolerance,
    RowIndexStride: serde.row_index_stride,
    StripeSizeBytes: serde.stripe_size_bytes,
  }));

const parquetSerDe = z
  .strictObject({
    block_size_bytes: z.number().optional(),
    compression: z.string().optional(),
    enable_dictionary_compression: z.boolean().optional(),
    max_padding_bytes: z.number().optional(),
    page_size_bytes: z.number().optional(),
    writer_version: z.string().optional(),
  })
  .transform((serde) => ({
    BlockSizeBytes: serde.block_size_bytes,
    Compression: serde.compression,
    EnableDictionaryCompression: serde.enable_dictionary_compression,
    MaxPaddingBytes: serde.max_padding_bytes,
    PageSizeBytes: serde.page_size_bytes,
    WriterVersion: serde.writer_version,
  }));

const outputFormat = z.strictObject({
  serializer: block(
    z
      .strictObject({ orc_ser_de: block(orcSerDe), parquet_ser_de: block(parquetSerDe) })
      .transform((given) => ({ OrcSerDe: given.orc_ser_de, ParquetSerDe: given.parquet_ser_de })),
  ),
});

const schema = z.strictObject({
  catalog_id: z.string().optional(),
  database_name: z.string(),
  region: z.string().optional(),
  role_arn: z.string(),
  table_name: z.string(),
  version_id: z.string().default("LATEST"),
});

/** `data_format_conversion_configuration`. */
export const formatConversionBlock = block(
  z
    .strictObject({
      enabled: z.boolean().default(true),
      input_format_configuration: block(inputFormat.transform((given) => ({ Deserializer: given.deserializer }))),
      output_format_configuration: block(outputFormat.transform((given) => ({ Serializer: given.serializer }))),
      schema_configuration: block(
        schema.transform((given) => ({
          CatalogId: given.catalog_id,
          DatabaseName: given.database_name,
          Region: given.region,
          RoleARN: given.role_arn,
          TableName: given.table_name,
          VersionId: given.version_id,
        })),
      ),
    })
    .transform((given) => ({
      Enabled: given.enabled,
      InputFormatConfiguration: given.input_format_configuration,
      OutputFormatConfiguration: given.output_format_configuration,
      SchemaConfiguration: given.schema_configuration,
    })),
);
