import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { type Cell, jsonOf } from "./result";

/** A value as DuckDB returns it. Numbers keep every digit; lists, structs and maps are JSON. */
export function toCell(value: DuckDBValue): Cell | null {
  if (value === null) return null;
  if (isNumber(value) || typeof value === "boolean") return { text: String(value), isJson: true };
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return { text: `[${value.items.map((item) => jsonOf(toCell(item))).join(",")}]`, isJson: true };
  }
  if (value instanceof DuckDBStructValue) {
    return toObject(Object.entries(value.entries));
  }
  if (value instanceof DuckDBMapValue) {
    return toObject(value.entries.map(({ key, value: item }) => [toCell(key)?.text ?? "null", item]));
  }
  return { text: String(value), isJson: false };
}

/** JSON has no NaN and no infinities. */
function isNumber(value: DuckDBValue): boolean {
  return Number.isFinite(value) || typeof value === "bigint" || value instanceof DuckDBDecimalValue;
}

function toObject(entries: readonly (readonly [string, DuckDBValue])[]): Cell {
  const members = entries.map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(toCell(value))}`);
  return { text: `{${members.join(",")}}`, isJson: true };
}
