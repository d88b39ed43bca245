import type { KinesisFirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfiguration as FormatConversionConfiguration } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import type { Statement } from "../iam/policy-document";

/** A table of Glue's catalog, and what it is part of. */
export interface CatalogTable {
  readonly catalogArn: string;
  readonly database: { readonly name: string; readonly arn: string };
  readonly table: { readonly name: string; readonly arn: string };
}

/** How JSON is read into the table's columns. */
export type Deserializer =
  | {
      readonly kind: "openx";
      /** Whether a key matches its column in whatever case. */
      readonly caseInsensitive: boolean;
      /** Whether `a.b` is read into the column `a_b`. */
      readonly convertDotsInJsonKeysToUnderscores: boolean;
      /** JSON key of each column that has another name. */
      readonly columnToJsonKeyMappings: Readonly<Record<string, string>>;
    }
  /** Patterns of Joda-Time, or `millis`; AWS's own are tried after these. */
  | { readonly kind: "hive"; readonly timestampFormats: readonly string[] };

/** Writes records as columns of a table, JSON being what comes in. */
export interface FormatConversion {
  readonly format: "parquet" | "orc";
  /** Of the table's columns, their types are taken, always of the latest version. */
  readonly table: CatalogTable;
  readonly deserializer: Deserializer;
}

/** Terraform's `data_format_conversion_configuration`. */
export function conversionConfiguration(
  { format, table, deserializer }: FormatConversion,
  roleArn: string,
): FormatConversionConfiguration {
  return {
    schemaConfiguration: { roleArn, databaseName: table.database.name, tableName: table.table.name },
    inputFormatConfiguration: { deserializer: deserializerBlock(deserializer) },
    // Both compress their columns with Snappy, unless told otherwise.
    outputFormatConfiguration: { serializer: format === "parquet" ? { parquetSerDe: {} } : { orcSerDe: {} } },
  };
}

function deserializerBlock(
  deserializer: Deserializer,
): FormatConversionConfiguration["inputFormatConfiguration"]["deserializer"] {
  if (deserializer.kind === "hive") return { hiveJsonSerDe: { timestampFormats: [...deserializer.timestampFormats] } };
  const { kind, ...openXJsonSerDe } = deserializer;
  return { openXJsonSerDe };
}

/** What the role needs to read the schema: Glue asks for the table and for all that it is part of. */
export function conversionStatements({ table: { catalogArn, database, table } }: FormatConversion): Statement[] {
  return [
    {
      Sid: "ReadSchema",
      Action: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
      Resource: [catalogArn, database.arn, table.arn],
    },
  ];
}
