import type { LakeTable } from "../../environments";
import { duckdbType } from "./duckdb-type";
import { partitionColumns } from "./partition-columns";
import { quoteName, quotePath, quoteText } from "./quote";

type Format = LakeTable["format"];

/**
 * The query behind a table's view: the rows of its objects, and the partitions that they lie in. A column that an
 * object does not have is null there, as in Athena.
 * @param folder where the table's objects lie, with a slash at its end
 * @param isEmpty whether none does
 */
export function tableQuery({ columns, partitions, format }: LakeTable, folder: string, isEmpty: boolean): string {
  const typed = Object.entries(columns).map(([name, type]) => ({ name: quoteName(name), type: duckdbType(type) }));
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

/** Every object below the folder, whatever its name. */
function read(format: Format, columns: readonly { name: string; type: string }[], folder: string): string {
  const files = quoteText(`${quotePath(folder)}**/*`);
  // A partition's folder is read by its projection, which DuckDB does not know.
  const options = "filename = true, hive_partitioning = false";
  switch (format) {
    case "parquet":
      return `read_parquet(${files}, union_by_name = true, ${options})`;
    case "json": {
      const types = columns.map(({ name, type }) => `${name}: ${quoteText(type)}`).join(", ");
      return `read_json(${files}, format = 'newline_delimited', columns = {${types}}, ${options})`;
    }
    case "orc":
      return "(SELECT '' AS filename WHERE error('the objects are ORC, which only Athena reads: query them with --aws'))";
  }
}
