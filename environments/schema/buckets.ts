import { z } from "zod";
import { integer, mapOf, section, type Tier, text } from "./fields";
import { lakeTableSchema } from "./lake-table";

// A month of noncurrent versions outlives the holidays of whoever overwrote something.
const noncurrentExpiryDays = integer(1, 3_650).default(30);

/** Folders of the lake that hold no data, and so are never archived. */
export const lakeFolders = { errors: "errors/", source: "source/", queryResults: "query-results/" } as const;

/** The data lake's bucket, and the tables in it. */
export function lakeSchema(tier: Tier) {
  const production = tier === "production";
  return section({
    // What lies elsewhere (errors, query results) is never archived.
    dataPrefixes: z
      // Each names a lifecycle rule, whose name has 255 characters at most, its first word included.
      .array(
        text(/^[a-z0-9][a-z0-9/_=-]{0,200}\/$/, "a prefix of at most 202 characters that ends in /, such as data/"),
        {
          error: "a list of prefixes",
        },
      )
      .min(1, { error: "at least one prefix" })
      .default(["data/"]),
    // S3 takes nothing into STANDARD_IA before its thirtieth day.
    standardIaDays: integer(30, 36_500).default(30),
    glacierDays: integer(60, 36_500).default(90),
    deepArchiveDays: integer(61, 36_500).default(365),
    // Nobody may have looked for a fortnight; production keeps a year for an audit.
    errorsExpiryDays: integer(1, 36_500).default(production ? 365 : 14),
    // Whoever asks again after a month asks Athena again.
    queryResultsExpiryDays: integer(1, 36_500).default(30),
    // A query that would read more is stopped: at $5 a TiB, 50 cents in production and half a cent elsewhere.
    maxQueryScanMebibytes: integer(10, 100 * 1_048_576).default(production ? 102_400 : 1_024),
    noncurrentExpiryDays,
    tables: mapOf(lakeTableSchema).default({}),
  });
}

/** The bucket of records that could not be processed. */
export function failuresSchema(tier: Tier) {
  return section({
    // Nobody may have looked for a fortnight; production keeps a year for an audit.
    expiryDays: integer(1, 36_500).default(tier === "production" ? 365 : 14),
    noncurrentExpiryDays,
  });
}

/** The bucket of Terraform's states. */
export const stateSchema = section({
  // A state that went wrong shows at the next apply, and a quiet stack may not be applied for a quarter.
  noncurrentExpiryDays: integer(1, 3_650).default(90),
});

/** The bucket of the other buckets' access logs. */
export function accessLogsSchema(tier: Tier) {
  return section({
    // Investigations look back over a year; elsewhere over a quarter.
    expiryDays: integer(1, 36_500).default(tier === "production" ? 400 : 90),
  });
}
