import type { z } from "zod";
import { lakeFolders } from "../buckets";
import { integer, oneOf, section, text } from "../fields";
import { type Buffer, bothHintsOrNone, bufferFields, bufferOf } from "./buffer";
import { type DeliveryContext, defaultBufferSeconds } from "./context";

/** What every object of a delivery is compressed with. */
export const compression = oneOf("none", "gzip", "snappy", "zip", "hadoop-snappy");

/** See {@link compression}. */
export type Compression = z.output<typeof compression>;

/** A prefix of objects' keys, literal or with expressions such as `!{timestamp:yyyy}`. */
export const prefix = text(
  /^[^/].{0,1022}$|^[^/]$/,
  "a prefix of 1 to 1024 characters that does not begin with /, such as data/events/",
);

/** The buffer of what is put in a bucket beside a destination. Delivery at once, 0 seconds, Firehose has for destinations alone. */
export const objectBuffer = { ...bufferFields(128, 900), bufferSeconds: integer(1, 900).optional() };

/** Where deliveries write in the failures' bucket. */
export const failuresFolder = "deliveries/";

/** Fields of what is put in a bucket beside the destination. */
const objectFields = {
  prefix: prefix.optional(),
  errorPrefix: prefix.optional(),
  compression: compression.default("gzip"),
  ...objectBuffer,
};

/** Copies of the source records, as they were before any transform. */
export const sourceBackupSchema = section(objectFields).superRefine(bothHintsOrNone);

/** What a destination outside S3 keeps in the failures' bucket. */
export const backupSchema = section({
  // What failed is kept in any case; copies of all that arrived cost as much as a second lake.
  mode: oneOf("failed", "all").default("failed"),
  ...objectFields,
}).superRefine(bothHintsOrNone);

/** Objects, every default filled in. */
export interface Objects extends Buffer {
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly compression: Compression;
}

/** The backup of a destination outside S3, every default filled in. */
export interface Backup extends Objects {
  /** Copies of failed records alone, or of all that arrived. */
  readonly mode: "failed" | "all";
}

/** Fills in where copies of an S3 destination's source records lie. */
export function sourceBackupOf(entry: z.output<typeof sourceBackupSchema>, { key, tier }: DeliveryContext): Objects {
  return {
    compression: entry.compression,
    prefix: entry.prefix ?? `${lakeFolders.source}${key}/`,
    errorPrefix: entry.errorPrefix ?? defaultErrorPrefix(key),
    ...bufferOf(entry, defaultBuffer(tier)),
  };
}

/** Fills in what a destination outside S3 keeps, and where. */
export function backupOf(entry: z.output<typeof backupSchema>, { key, tier }: DeliveryContext): Backup {
  return {
    mode: entry.mode,
    compression: entry.compression,
    prefix: entry.prefix ?? `${failuresFolder}${key}/source/`,
    errorPrefix: entry.errorPrefix ?? `${failuresFolder}${key}/failed/!{firehose:error-output-type}/`,
    ...bufferOf(entry, defaultBuffer(tier)),
  };
}

/** Where records that the lake did not take lie in it. */
export function defaultErrorPrefix(key: string): string {
  return `${lakeFolders.errors}${key}/!{firehose:error-output-type}/`;
}

/** Small objects cost requests, and every query opens each; 128 MiB is the most that Firehose gathers. */
export function defaultBuffer(tier: DeliveryContext["tier"]): Buffer {
  return { bufferMebibytes: tier === "production" ? 128 : 5, bufferSeconds: defaultBufferSeconds(tier) };
}
