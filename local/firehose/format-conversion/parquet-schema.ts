import type { SchemaElement } from "hyparquet-writer";
import type { HiveField, HiveType, ScalarType } from "./hive-type";

/** What a scalar is in Parquet, its name aside. */
type PrimitiveType = Pick<
  SchemaElement,
  "type" | "type_length" | "converted_type" | "logical_type" | "precision" | "scale"
>;

/** The schema of a file whose rows have these columns, each of which may be null. */
export function parquetSchema(columns: readonly HiveField[]): SchemaElement[] {
  return [
    { name: "hive_schema", num_children: columns.length },
    ...columns.flatMap(({ name, type }) => elementsOf(name, type)),
  ];
}

/**
 * An element and those inside it, in the layout that Parquet prescribes for lists and maps
 * (https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#nested-types).
 */
function elementsOf(name: string, type: HiveType): SchemaElement[] {
  switch (type.kind) {
    case "struct": {
      const fields = type.fields.flatMap((field) => elementsOf(field.name, field.type));
      return [{ name, repetition_type: "OPTIONAL", num_children: type.fields.length }, ...fields];
    }
    case "array":
      return [
        { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        ...elementsOf("element", type.element),
      ];
    case "map":
      return [
        { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "MAP", logical_type: { type: "MAP" } },
        { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
        { name: "key", repetition_type: "REQUIRED", ...primitiveType(type.key) },
        ...elementsOf("value", type.value),
      ];
    default:
      return [{ name, repetition_type: "OPTIONAL", ...primitiveType(type) }];
  }
}

function primitiveType(type: ScalarType): PrimitiveType {
  switch (type.kind) {
    case "string":
    case "varchar":
    case "char":
      return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
    case "binary":
      return { type: "BYTE_ARRAY" };
    case "boolean":
      return { type: "BOOLEAN" };
    case "tinyint":
      return { type: "INT32", converted_type: "INT_8" };
    case "smallint":
      return { type: "INT32", converted_type: "INT_16" };
    case "int":
      return { type: "INT32" };
    case "bigint":
      return { type: "INT64" };
    case "float":
      return { type: "FLOAT" };
    case "double":
      return { type: "DOUBLE" };
    case "date":
      return { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } };
    case "timestamp":
      return timestampType;
    case "decimal":
      return decimalType(type.precision, type.scale);
  }
}

/**
 * Firehose writes INT96, which Parquet has deprecated and which has no statistics that a reader could skip row groups
 * by. Athena, DuckDB and pyarrow read microseconds in 64 bits alike. Hive's timestamps have no zone, hence not adjusted
 * to UTC; the converted type stands beside it for readers that know no logical types.
 */
const timestampType: PrimitiveType = {
  type: "INT64",
  converted_type: "TIMESTAMP_MICROS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" },
};

/** The smallest type that holds the digits, as Parquet allows; 38 of them take 16 bytes. */
function decimalType(precision: number, scale: number): PrimitiveType {
  const decimal = { converted_type: "DECIMAL", precision, scale } as const;
  if (precision <= 9) return { type: "INT32", ...decimal };
  if (precision <= 18) return { type: "INT64", ...decimal };
  return { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, ...decimal };
}
