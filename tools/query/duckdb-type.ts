import { splitAtTop } from "../../environments/schema/hive-type";

const simpleTypes: Readonly<Record<string, string>> = {
  boolean: "BOOLEAN",
  tinyint: "TINYINT",
  smallint: "SMALLINT",
  int: "INTEGER",
  bigint: "BIGINT",
  float: "FLOAT",
  double: "DOUBLE",
  string: "VARCHAR",
  binary: "BLOB",
  date: "DATE",
  timestamp: "TIMESTAMP",
};

/** DuckDB's type for one of Hive: `array<struct<a:int>>` is `STRUCT("a" INTEGER)[]`. */
export function duckdbType(hiveType: string): string {
  const [, name = "", inner = ""] = /^(array|map|struct)<(.+)>$/.exec(hiveType) ?? [];
  if (name === "array") return `${duckdbType(inner)}[]`;
  if (name === "map") return `MAP(${splitAtTop(inner).map(duckdbType).join(", ")})`;
  if (name === "struct") return `STRUCT(${splitAtTop(inner).map(duckdbField).join(", ")})`;
  // DuckDB's texts have no length; its decimals are written as Hive's.
  return simpleTypes[hiveType] ?? (hiveType.startsWith("decimal") ? hiveType.toUpperCase() : "VARCHAR");
}

function duckdbField(field: string): string {
  const colon = field.indexOf(":");
  return `"${field.slice(0, colon)}" ${duckdbType(field.slice(colon + 1))}`;
}
