import type { DataFormatConversionConfiguration } from "@aws-sdk/client-firehose";
import { decimal, flag, integer, list, oneOf, structure, textMap } from "../../server/input-shape";
import { notBlank, noWhitespace } from "./fields";
import { invalidArgument } from "./invalid-argument";

const mebibyte = 1024 * 1024;
const proportion = decimal({ min: 0, max: 1 });
const keyLength = { min: 1, max: 1024 };

const parquetSerDe = structure(
  {},
  {
    MaxPaddingBytes: integer({ min: 0 }),
    BlockSizeBytes: integer({ min: 64 * mebibyte }),
    PageSizeBytes: integer({ min: 64 * 1024 }),
    Compression: oneOf(["SNAPPY", "GZIP", "UNCOMPRESSED"]),
    WriterVersion: oneOf(["V1", "V2"]),
    EnableDictionaryCompression: flag,
  },
);

const orcSerDe = structure(
  {},
  {
    DictionaryKeyThreshold: proportion,
    BlockSizeBytes: integer({ min: 64 * mebibyte }),
    RowIndexStride: integer({ min: 1000 }),
    PaddingTolerance: proportion,
    StripeSizeBytes: integer({ min: 8 * mebibyte }),
    Compression: oneOf(["ZLIB", "SNAPPY", "NONE"]),
    FormatVersion: oneOf(["V0_11", "V0_12"]),
    BloomFilterFalsePositiveProbability: proportion,
    BloomFilterColumns: list(noWhitespace, {}),
    EnablePadding: flag,
  },
);

const openXJsonSerDe = structure(
  {},
  {
    ConvertDotsInJsonKeysToUnderscores: flag,
    CaseInsensitive: flag,
    ColumnToJsonKeyMappings: textMap({ min: 0, max: Infinity, keyLength, valueLength: keyLength }),
  },
);

const schemaConfiguration = structure(
  {},
  {
    VersionId: noWhitespace,
    CatalogId: noWhitespace,
    DatabaseName: noWhitespace,
    RoleARN: noWhitespace,
    Region: noWhitespace,
    TableName: noWhitespace,
  },
);

/** DataFormatConversionConfiguration: JSON to Parquet or ORC, by a table of Glue. */
export const formatConversionConfiguration = structure(
  {},
  {
    Enabled: flag,
    OutputFormatConfiguration: structure(
      {},
      { Serializer: structure({}, { ParquetSerDe: parquetSerDe, OrcSerDe: orcSerDe }) },
    ),
    InputFormatConfiguration: structure(
      {},
      {
        Deserializer: structure(
          {},
          {
            OpenXJsonSerDe: openXJsonSerDe,
            HiveJsonSerDe: structure({}, { TimestampFormats: list(notBlank, {}) }),
          },
        ),
      },
    ),
    SchemaConfiguration: schemaConfiguration,
  },
);

/** The account whose catalog is meant where none is named. */
export interface CatalogDefaults {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
}

/** The conversion as DescribeDeliveryStream shows it. */
export function describeFormatConversion(
  given: DataFormatConversionConfiguration | undefined,
  { accountId, region }: CatalogDefaults,
): DataFormatConversionConfiguration | undefined {
  if (!given) return undefined;
  const schema = given.SchemaConfiguration;
  return {
    Enabled: true,
    ...given,
    SchemaConfiguration: schema && { CatalogId: accountId, Region: region, VersionId: "LATEST", ...schema },
  };
}

/** @throws AwsError `InvalidArgumentException` for a conversion, which is enabled, without all that it needs */
export function checkFormatConversion(conversion: DataFormatConversionConfiguration): void {
  const { InputFormatConfiguration, OutputFormatConfiguration, SchemaConfiguration } = conversion;
  checkGiven({ InputFormatConfiguration, OutputFormatConfiguration, SchemaConfiguration });
  const { Deserializer } = InputFormatConfiguration ?? {};
  const { Serializer } = OutputFormatConfiguration ?? {};
  checkOne("Deserializer", [Deserializer?.OpenXJsonSerDe, Deserializer?.HiveJsonSerDe]);
  checkOne("Serializer", [Serializer?.ParquetSerDe, Serializer?.OrcSerDe]);
  const { RoleARN, DatabaseName, TableName } = SchemaConfiguration ?? {};
  checkGiven({ RoleArn: RoleARN, DatabaseName, TableName });
}

function checkGiven(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) throw invalidArgument(`${name} must not be null`);
  }
}

function checkOne(name: string, choices: readonly unknown[]): void {
  const chosen = choices.filter((choice) => choice !== undefined).length;
  if (chosen === 0) throw invalidArgument(`${name} must not be null`);
  if (chosen > 1) {
    throw invalidArgument(`More than one ${name.toLowerCase()} specified. Only one may be chosen.`);
  }
}
