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

/** Splits at the commas that stand in no brackets. */
function splitAtTop(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: sign, index } of list.matchAll(/[<>(),]/g)) {
    if (sign === "<" || sign === "(") depth++;
    if (sign === ">" || sign === ")") depth--;
    if (sign !== "," || depth > 0) continue;
    parts.push(list.slice(start, index));
    start = index + 1;
  }
  return [...parts, list.slice(start)];
}
