import type { LakeTable } from "../../environments";
import { duckdbType } from "./duckdb-type";
import { partitionColumns } from "./partition-columns";
import { quoteName, quotePath, quoteText } from "./quote";

type Columns = readonly { readonly name: string; readonly type: string }[];

/**
 * The query behind a table's view: the rows of its objects, and the partitions that they lie in. A column that an
 * object does not have is null there, as in Athena.
 * @param folder where the table's objects lie, with a slash at its end
 * @param isEmpty whether none does
 * @throws Error when they are of a format that can't be read here
 */
export function tableQuery({ columns, partitions, format }: LakeTable, folder: string, isEmpty: boolean): string {
  const typed = typedColumns(columns);
  const placed = partitionColumns(partitions, folder);
  const selected = [
    ...typed.map(({ name, type }) => `CAST(${name} AS ${type}) AS ${name}`),
    ...placed.map(({ name, value }) => `${value} AS ${quoteName(name)}`),
  ];
  // Of the declared types, and with all columns, also if there is no object, or none that has them.
  const nothing = typed.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`).join(", ");
  const rows = `SELECT ${nothing}, '' AS filename WHERE false${isEmpty ? "" : ` UNION ALL BY NAME FROM ${read(format, typed, folder)}`}`;
  return `SELECT ${selected.join(", ")} FROM (${rows}) WHERE ${["true", ...placed.map(({ condition }) => condition)].join(" AND ")}`;
}

/** The query behind a view that has the table's columns and, whatever is asked of it, fails for a reason. */
export function refusedTableQuery({ columns, partitions }: LakeTable, reason: string): string {
  const error = `error(${quoteText(reason)})`;
  // In each column: where no value matters, no row does, and DuckDB would find that none is asked for.
  const failing = [
    ...typedColumns(columns).map(({ name, type }) => `CAST(${error} AS ${type}) AS ${name}`),
    ...Object.keys(partitions).map((name) => `CAST(${error} AS VARCHAR) AS ${quoteName(name)}`),
  ];
  return `SELECT ${failing.join(", ")} WHERE ${error}`;
}

function typedColumns(columns: LakeTable["columns"]): Columns {
  return Object.entries(columns).map(([name, type]) => ({ name: quoteName(name), type: duckdbType(type) }));
}

/** Every object below the folder, whatever its name. */
function read(format: LakeTable["format"], columns: Columns, folder: string): string {
  if (format === "orc") throw new Error("the objects are ORC, which only Athena reads: query them with --aws");
  const files = quoteText(`${quotePath(folder)}**/*`);
  // A partition's folder is read by its projection, which DuckDB does not know.
  const options = "filename = true, hive_partitioning = false";
  if (format === "parquet") return `read_parquet(${files}, union_by_name = true, ${options})`;
  const types = columns.map(({ name, type }) => `${name}: ${quoteText(type)}`).join(", ");
  return `read_json(${files}, format = 'newline_delimited', columns = {${types}}, ${options})`;
}
