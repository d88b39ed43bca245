import type { LakeTable, Projection } from "../../environments";
import { quoteText } from "./quote";

/** A partition as SQL over the path of an object, the column `filename`. */
export interface PartitionColumn {
  readonly name: string;
  readonly type: "VARCHAR" | "BIGINT";
  /** Its value, of that type. */
  readonly value: string;
  /** Whether the value is in the partition's projection: Athena reads no other objects. */
  readonly condition: string;
}

/**
 * The columns that a table's partitions make of its objects' paths.
 * @param folder where the table's objects lie, with a slash at its end
 */
export function partitionColumns(partitions: LakeTable["partitions"], folder: string): PartitionColumn[] {
  let path = `^${escapePattern(folder)}`;
  return Object.entries(partitions).map(([name, projection]) => {
    const start = `${path}${escapePattern(name)}=`;
    path = `${start}${valuePattern(projection)}/`;
    const text = `regexp_extract(filename, ${quoteText(`${start}(${valuePattern(projection)})/`)}, 1)`;
    return projection.kind === "integer"
      ? { name, type: "BIGINT", value: `TRY_CAST(${text} AS BIGINT)`, condition: conditionOf(projection, text) }
      : { name, type: "VARCHAR", value: text, condition: conditionOf(projection, text) };
  });
}

/** Matches a partition's value in a path. */
function valuePattern(projection: Projection): string {
  switch (projection.kind) {
    case "date":
      return projection.format.replaceAll(/[yMdHms]/g, "\\d");
    case "integer":
      return "\\d+";
    case "enum":
      return `(?:${projection.values.map(escapePattern).join("|")})`;
  }
}

/** A path that does not match gives no text. */
function conditionOf(projection: Projection, text: string): string {
  switch (projection.kind) {
    case "date": {
      const format = quoteText(strptimeFormat(projection.format));
      return `try_strptime(${text}, ${format}) >= strptime(${quoteText(projection.from)}, ${format})`;
    }
    case "integer":
      return `TRY_CAST(${text} AS BIGINT) BETWEEN ${projection.from} AND ${projection.to}`;
    case "enum":
      return `${text} <> ''`;
  }
}

const strptimeLetters: Readonly<Record<string, string>> = { y: "%Y", M: "%m", d: "%d", H: "%H", m: "%M", s: "%S" };

/** A pattern of Java's DateTimeFormatter as DuckDB's `strptime` writes it. */
function strptimeFormat(javaPattern: string): string {
  return javaPattern.replaceAll(/([yMdHms])\1*/g, (_letters, letter: string) => strptimeLetters[letter] ?? letter);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
