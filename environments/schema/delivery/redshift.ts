import { z } from "zod";
import { integer, oneOf, section, text } from "../fields";
import { bothHintsOrNone, bufferOf } from "./buffer";
import type { DeliveryContext } from "./context";
import { defaultBuffer, failuresFolder, objectBuffer, prefix } from "./objects";
import { secretArn } from "./secret-arn";

// COPY reads neither Snappy nor ZIP.
const compression = oneOf("none", "gzip").default("gzip");
const objectsSchema = section({ prefix: prefix.optional(), compression, ...objectBuffer }).superRefine(bothHintsOrNone);

/** A table of Redshift, loaded by COPY from objects that Firehose writes to the failures' bucket first. */
export const redshiftSchema = section({
  kind: z.literal("redshift"),
  jdbcUrl: text(
    /^jdbc:(redshift|postgresql):\/\/([a-z0-9-]{1,63}\.)+redshift(-serverless)?\.[a-z0-9.]+:\d{1,5}\/[\w$-]+$/i,
    "the JDBC URL of a cluster or a serverless workgroup: jdbc:redshift://<host>:<port>/<database>",
  ),
  /** Table of the database, in a schema if need be: `events`, `public.events`. */
  databaseTable: text(/^[\w".$]{1,512}$/, "a table's name of at most 512 characters"),
  // Empty is all, in the table's order.
  columns: z
    .array(text(/^[\w"$]{1,127}$/, "a column's name"), { error: "a list of column names" })
    .refine((names) => names.join(",").length <= 10_240, { error: "at most 10240 characters together" })
    .default([]),
  /** By default JSON by field name, compressed as the objects are. */
  copyOptions: text(/^[^;]{0,10240}$/s, "options of COPY, at most 10240 characters and no semicolon").optional(),
  /** Its value is `{"username": "…", "password": "…"}`. */
  secretArn,
  // AWS's default: an hour outlasts a cluster's maintenance. Then COPY's manifest stays for a load by hand.
  retrySeconds: integer(0, 7_200).default(3_600),
  /** The objects that COPY reads. */
  intermediate: objectsSchema.prefault({}),
  /** Copies of the source records, as they were before any transform. */
  sourceBackup: objectsSchema.optional(),
});

/** Fills in what depends on the rest of the environment. */
export function completeRedshift(entry: z.output<typeof redshiftSchema>, { key, tier }: DeliveryContext) {
  const objects = (of: z.output<typeof objectsSchema>, folder: string) => ({
    compression: of.compression,
    // Firehose evaluates no expression for Redshift, so what fails lies in folders of its own below this.
    prefix: of.prefix ?? `${failuresFolder}${key}/${folder}/`,
    ...bufferOf(of, defaultBuffer(tier)),
  });
  const { intermediate, sourceBackup, copyOptions, ...rest } = entry;
  return {
    ...rest,
    copyOptions: copyOptions ?? `JSON 'auto'${intermediate.compression === "gzip" ? " GZIP" : ""}`,
    intermediate: objects(intermediate, "intermediate"),
    sourceBackup: sourceBackup && objects(sourceBackup, "source"),
  };
}

/** See {@link completeRedshift}. */
export type RedshiftDestination = ReturnType<typeof completeRedshift>;
