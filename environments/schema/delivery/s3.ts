import { z } from "zod";
import { integer, oneOf, role, section, text } from "../fields";
import type { LakeTable, Projection } from "../lake-table";
import { type Buffer, bothHintsOrNone, bufferFields, bufferOf } from "./buffer";
import { type DeliveryContext, defaultBufferSeconds } from "./context";
import { compression, defaultBuffer, defaultErrorPrefix, prefix, sourceBackupOf, sourceBackupSchema } from "./objects";
import { isTimeZone } from "./time-zone";

const partitionKey = text(/^[a-zA-Z_][a-zA-Z0-9_]{0,254}$/, "a key of letters, digits and underscores");
const bool = z.boolean({ error: "true or false" });

const timeZoneForm = "a time zone of the tz database, such as Europe/Vienna, or UTC";

const deserializer = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("openx"),
      // Glue's columns are in lower case, and the events' fields need not be.
      caseInsensitive: bool.default(true),
      convertDotsInJsonKeysToUnderscores: bool.default(false),
      /** Columns whose fields have another name. */
      columnToJsonKeyMappings: z
        .record(z.string(), z.string({ error: "a JSON key" }), { error: "an object of columns and their JSON keys" })
        .default({}),
    }),
    section({
      kind: z.literal("hive"),
      /** Patterns of Joda-Time, or `millis`; empty is Java's `Timestamp.valueOf`. */
      timestampFormats: z.array(text(/./, "a pattern"), { error: "a list of patterns" }).default([]),
    }),
  ],
  { error: 'kind "openx" or "hive"' },
);

const deaggregation = z.discriminatedUnion(
  "kind",
  [
    section({ kind: z.literal("json") }),
    section({ kind: z.literal("delimited"), delimiter: text(/^.{1,20}$/s, "a delimiter of 1 to 20 characters") }),
  ],
  { error: 'kind "json" or "delimited"' },
);

/** Objects in the lake. */
export const s3Schema = section({
  kind: z.literal("s3"),
  /** Key of the lake's tables; converts to its format, if that is Parquet or ORC. */
  table: role.optional(),
  /** By default, the table's folders, or a folder of its own with one a day. */
  prefix: prefix.optional(),
  errorPrefix: prefix.optional(),
  // Of the timestamps in prefixes; UTC has no hour twice.
  customTimeZone: z.string({ error: timeZoneForm }).refine(isTimeZone, { error: timeZoneForm }).default("UTC"),
  /** Instead of what follows from format and compression. */
  fileExtension: text(
    /^\.[0-9a-z!_.*'()-]{1,49}$/,
    "an extension of at most 50 characters with its dot, in lower case, such as .json.gz",
  ).optional(),
  /** By default GZIP, and none beside Parquet or ORC, which are compressed inside. */
  compression: compression.optional(),
  ...bufferFields(128, 900),
  /** Folders by what stands in the records. Can't be switched off or on later. */
  dynamicPartitioning: section({
    /** Keys, each with the jq expression that finds it in a record. */
    jq: z
      .record(partitionKey, text(/^\S.*$/, "a jq expression, such as .user_id"), {
        error: "an object of jq expressions",
      })
      // Firehose takes them as one query.
      .refine((jq) => JSON.stringify(jq).length <= 5_000, {
        error: "at most 5000 characters together",
      })
      .default({}),
    /** Keys that the transform returns. */
    transformKeys: z.array(partitionKey, { error: "a list of keys" }).default([]),
    // AWS's default.
    retrySeconds: integer(0, 7_200).default(300),
  }).optional(),
  /** Takes records apart that hold several. */
  deaggregation: deaggregation.optional(),
  /** For what CloudWatch Logs sends: GZIP, and an envelope around the messages. */
  cloudWatchLogs: oneOf("decompress", "extract-messages").optional(),
  /** Ends each record with a newline. By default where no function does so, and no conversion makes it needless. */
  appendNewline: bool.optional(),
  /** How JSON is read for conversion. */
  deserializer: deserializer.optional(),
  /** Copies of the source records, as they were before any transform. */
  sourceBackup: sourceBackupSchema.optional(),
}).superRefine(bothHintsOrNone);

/** See {@link s3Schema}. */
export type S3Entry = z.output<typeof s3Schema>;

/** Fills in what depends on the rest of the environment. */
export function completeS3(entry: S3Entry, context: DeliveryContext) {
  const table = context.tables[entry.table ?? ""];
  const { dynamicPartitioning: dynamic, sourceBackup } = entry;
  const format = table?.format === "json" ? undefined : table?.format;
  const isConverted = format !== undefined;
  return {
    ...entry,
    prefix: entry.prefix ?? defaultPrefix(entry, table, context),
    errorPrefix: entry.errorPrefix ?? defaultErrorPrefix(context.key),
    compression: entry.compression ?? (isConverted ? "none" : "gzip"),
    ...bufferOf(entry, s3Buffer(context.tier, isConverted, dynamic !== undefined)),
    appendNewline: entry.appendNewline ?? !(isConverted || context.isTransformed),
    /** What records are converted to; absent where they stay as they are. */
    conversion: format && { format, deserializer: entry.deserializer ?? defaultDeserializer },
    sourceBackup: sourceBackup && sourceBackupOf(sourceBackup, context),
  };
}

/** See {@link completeS3}. */
export type S3Destination = ReturnType<typeof completeS3>;

const defaultDeserializer: z.output<typeof deserializer> = {
  kind: "openx",
  caseInsensitive: true,
  convertDotsInJsonKeysToUnderscores: false,
  columnToJsonKeyMappings: {},
};

/** Conversion takes no buffer under 64 MiB, and dynamic partitioning none under a minute either. */
function s3Buffer(tier: DeliveryContext["tier"], isConverted: boolean, isDynamic: boolean): Buffer {
  if (!isConverted && !isDynamic) return defaultBuffer(tier);
  const bufferSeconds = defaultBufferSeconds(tier);
  return { bufferMebibytes: 128, bufferSeconds: isDynamic ? Math.max(bufferSeconds, 60) : bufferSeconds };
}

/** A folder for each partition of the table, or for each dynamic key and day. */
function defaultPrefix(entry: S3Entry, table: LakeTable | undefined, { key, dataPrefixes }: DeliveryContext): string {
  const folder = (name: string, projection?: Projection) => `${name}=${expressionOf(name, entry, projection)}/`;
  if (table) {
    const folders = Object.entries(table.partitions).map(([name, projection]) => folder(name, projection));
    return `${table.prefix}${folders.join("")}`;
  }
  const { jq = {}, transformKeys = [] } = entry.dynamicPartitioning ?? {};
  const keys = [...new Set([...Object.keys(jq), ...transformKeys])].map((name) => folder(name));
  return `${dataPrefixes[0] ?? "data/"}${key}/${keys.join("")}day=!{timestamp:yyyy-MM-dd}/`;
}

/** What fills a folder: the dynamic key of its name, or when the record arrived. */
function expressionOf(name: string, { dynamicPartitioning }: S3Entry, projection?: Projection): string {
  if (dynamicPartitioning && Object.hasOwn(dynamicPartitioning.jq, name)) return `!{partitionKeyFromQuery:${name}}`;
  if (projection?.kind === "date" && !dynamicPartitioning?.transformKeys.includes(name)) {
    return `!{timestamp:${projection.format}}`;
  }
  return `!{partitionKeyFromLambda:${name}}`;
}
