import { z } from "zod";
import { integer, oneOf, section, text } from "./fields";
import { isHiveType } from "./hive-type";

const columnName = text(
  /^[a-z_][a-z0-9_]{0,254}$/,
  "a column's name in lower case, digits and underscores: Athena folds upper case",
);

const hiveType = z.string({ error: "a Hive type, such as string" }).refine(isHiveType, {
  error:
    "a Hive type without spaces: boolean, tinyint, smallint, int, bigint, float, double, decimal(p,s), string, char(n), varchar(n), binary, date, timestamp, array<t>, map<k,v> or struct<name:t,…>, names in lower case",
});

const projection = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("date"),
      /** Letters of a Java DateTimeFormatter, as they stand in the folder's name; its last part says how often one begins. */
      format: text(
        // Partitions are text: only so do they compare as their dates do.
        /^yyyy([-_/]?MM([-_/]?dd([-_/]?HH([-_/]?mm)?)?)?)?$/,
        "a date pattern of yyyy, MM, dd, HH and mm in this order, as far as wanted, with - _ / or nothing between them",
      ),
      /** The first partition, in that format. */
      from: text(/^[0-9/_-]+$/, "a date in the partition's format"),
    }).refine(({ format, from }) => isDate(from, format), {
      path: ["from"],
      error: "a date in the partition's own format",
    }),
    section({
      kind: z.literal("integer"),
      from: integer(0, Number.MAX_SAFE_INTEGER),
      to: integer(0, Number.MAX_SAFE_INTEGER),
      /** Digits that smaller numbers are filled up to with zeros; none are when absent. */
      digits: integer(1, 19).optional(),
    }).refine(({ from, to }) => from <= to, { path: ["to"], error: "at least from" }),
    section({
      kind: z.literal("enum"),
      values: z
        .array(text(/^[\w.:=+@ -]{1,255}$/, "a value of letters, digits, spaces and _.:=+@-"), {
          error: "a list of values",
        })
        .min(1, { error: "at least one value" })
        .refine((values) => new Set(values).size === values.length, { error: "each value once" }),
    }),
  ],
  // An `injected` one would have to be named in every query.
  { error: 'kind "date", "integer" or "enum"' },
);

/** How Athena knows the partitions there are without asking the Data Catalog for them. */
export type Projection = z.output<typeof projection>;

/** A table of the lake in the Glue Data Catalog: what Athena queries, and what Firehose converts to. */
export const lakeTableSchema = section({
  columns: z
    .record(columnName, hiveType, { error: "an object of columns: names in lower case, digits and underscores" })
    .refine((fields) => Object.keys(fields).length > 0, { error: "at least one column" }),
  /** In the order of their folders: `<prefix><name>=<value>/`. */
  partitions: z
    .record(columnName, projection, { error: "an object of partitions: names in lower case, digits and underscores" })
    .default({}),
  prefix: text(
    /^[a-z0-9][a-z0-9/_=-]{0,200}\/$/,
    "a prefix of at most 202 characters that ends in /, such as data/events/",
  ),
  // Columns are read without their neighbours, and Athena bills what it reads.
  format: oneOf("parquet", "orc", "json").default("parquet"),
}).superRefine(({ columns: own, partitions }, context) => {
  for (const name of Object.keys(partitions).filter((partition) => Object.hasOwn(own, partition))) {
    const message = "a name that no column has: Athena refuses a table that has both";
    context.addIssue({ code: "custom", path: ["partitions", name], message });
  }
});

/** See {@link lakeTableSchema}. */
export type LakeTable = z.output<typeof lakeTableSchema>;

/** A table as an environment's file states it. */
export type LakeTableInput = z.input<typeof lakeTableSchema>;

/** The Hive type of a partition's column: dates stay text, so that they compare as their folders sort. */
export function partitionType({ kind }: Projection): "string" | "bigint" {
  return kind === "integer" ? "bigint" : "string";
}

/** Whether a text is a date of the calendar, written in a pattern. */
function isDate(text: string, format: string): boolean {
  if (text.replaceAll(/\d/g, "0") !== format.replaceAll(/[a-zA-Z]/g, "0")) return false;
  const part = (letters: string, first: string) => {
    const at = format.indexOf(letters);
    return at < 0 ? first : text.slice(at, at + letters.length);
  };
  const iso = `${part("yyyy", "")}-${part("MM", "01")}-${part("dd", "01")}T${part("HH", "00")}:${part("mm", "00")}:00.000Z`;
  const time = Date.parse(iso);
  // JavaScript takes a thirtieth of February for the first of March.
  return !Number.isNaN(time) && new Date(time).toISOString() === iso;
}
