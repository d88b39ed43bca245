import type { Deserializer } from "@aws-sdk/client-firehose";
import type { GlueTable } from "../../glue/glue-catalog";
import { ConversionError, invalidSchema, mismatch } from "./conversion-error";
import { type HiveField, type HiveType, HiveTypeError, parseHiveType } from "./hive-type";
import { isObject, type Json } from "./json";
import { parseDocuments } from "./json-documents";
import { jsonSerDe } from "./json-serde";
import { type Struct, structReader } from "./value-reader";

/** Reads records of JSON as rows of a table. */
export interface RowReader {
  readonly columns: readonly HiveField[];
  /**
   * The rows of a record: one for each JSON document.
   * @throws ConversionError when the record, or the schema itself, can't be converted
   */
  read(data: Buffer): Struct[];
}

/** Makes a reader of rows. A schema that can't be converted fails each record rather than the making, as on AWS. */
export function rowReader(table: GlueTable, deserializer: Deserializer): RowReader {
  try {
    const serde = jsonSerDe(deserializer);
    const columns = columnsOf(table);
    if (deserializer.OpenXJsonSerDe && columns.some(({ type }) => holdsBinary(type))) {
      throw invalidSchema("One or more columns have types that are not supported by org.openx.data.JsonSerDe");
    }
    const readStruct = structReader(columns, serde);
    const readRow = (document: Json) => {
      if (isObject(document)) return readStruct(document);
      throw notRow(document);
    };
    return { columns, read: (data) => parseDocuments(data).map(readRow) };
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const read = () => {
      throw error;
    };
    return { columns: [], read };
  }
}

function columnsOf(table: GlueTable): HiveField[] {
  if (table.columns.length === 0) throw invalidSchema(`Table ${table.name} has no columns`);
  return table.columns.map(({ name, type }) => {
    try {
      return { name: name.toLowerCase(), type: parseHiveType(type) };
    } catch (error) {
      if (error instanceof HiveTypeError) throw invalidSchema(`Column ${name}: ${error.message}`);
      throw error;
    }
  });
}

function holdsBinary(type: HiveType): boolean {
  switch (type.kind) {
    case "array":
      return holdsBinary(type.element);
    case "map":
      return holdsBinary(type.key) || holdsBinary(type.value);
    case "struct":
      return type.fields.some((field) => holdsBinary(field.type));
    default:
      return type.kind === "binary";
  }
}

/** OpenX could read an array as a row, but Firehose takes none: it may have been meant as several rows. */
function notRow(document: Json): ConversionError {
  if (Array.isArray(document)) return mismatch("An array of JSON documents is not a valid input");
  return new ConversionError(
    "DataFormatConversion.MalformedData",
    "The input JSON contained a primitive at the top level. The top level must be an object or array.",
  );
}
