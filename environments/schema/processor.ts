import { z } from "zod";
import { integer, oneOf, role, section, type Tier, text } from "./fields";
import { logRetentionDays } from "./log-retention";

const startingPosition = z.discriminatedUnion(
  "at",
  [
    section({ at: z.literal("TRIM_HORIZON") }),
    section({ at: z.literal("LATEST") }),
    section({
      at: z.literal("AT_TIMESTAMP"),
      timestamp: z.iso.datetime({ offset: true, error: "an ISO-8601 date and time with a zone" }),
    }),
  ],
  { error: "at TRIM_HORIZON, LATEST or AT_TIMESTAMP" },
);

// Of a Kinesis record a mapping filters by `data` alone, and a pattern has at most 4,096 characters.
const filter = section({ data: z.record(z.string(), z.json(), { error: "an event pattern: an object" }) }).refine(
  (pattern) => JSON.stringify(pattern).length <= 4_096,
  { error: "a pattern of at most 4096 characters" },
);

/** A Lambda function that reads a stream through an event source mapping and writes to a table. */
export function processorSchema(tier: Tier) {
  const production = tier === "production";
  return section({
    /** Folder of functions/; the entry's key when absent. */
    code: role.optional(),
    stream: role,
    /** Reads through this enhanced fan-out consumer of the stream; shares the stream's own read throughput when absent. */
    consumer: role.optional(),
    table: role,
    // CPU comes with memory: below this, decoding a full batch takes longer than its write.
    memoryMebibytes: integer(128, 10_240).default(512),
    // A batch of 10,000 with every retry of its writes ends well within a minute.
    timeoutSeconds: integer(1, 900).default(60),
    // Keeps a runaway out of the account's shared thousand, and its share safe from others.
    reservedConcurrency: integer(1, 100_000).default(production ? 100 : 10),
    logRetentionDays: logRetentionDays(tier),
    // A metric a name costs money, and an unbounded set of names without limit: the rest is counted as OTHER.
    eventTypes: z
      .array(text(/^[A-Z][A-Z0-9_]*$/, "an event type in upper case, digits and underscores"), {
        error: "a list of event types",
      })
      .refine((types) => types.join(",").length <= 2_048, {
        error: "at most 2048 characters together: a function's variables share 4 KB",
      })
      .default([
        "PAGE_VIEW",
        "SEARCH",
        "LOGIN",
        "PRODUCT_VIEW",
        "ADD_TO_WISHLIST",
        "ADD_TO_CART",
        "REMOVE_FROM_CART",
        "CHECKOUT",
        "PURCHASE",
        "LOGOUT",
      ]),
    // AWS's default: small enough that a retried batch repeats little.
    batchSize: integer(1, 10_000).default(100),
    // Waiting makes fuller batches and later data; at a quiet hour nobody needs either.
    maximumBatchingWindowSeconds: integer(0, 300).default(0),
    // One batch a shard at a time, until a measured lag asks for more.
    parallelizationFactor: integer(1, 10).default(1),
    // -1 is without limit. Production waits out an outage of the table; elsewhere a mistake should show soon.
    maximumRetryAttempts: integer(-1, 10_000).default(production ? -1 : 3),
    // -1 is until it expires; the default depends on the stream, see below.
    maximumRecordAgeSeconds: z
      .union([z.literal(-1), integer(60, 604_800)], { error: "-1, or a whole number from 60 to 604800" })
      .optional(),
    // Halving finds the record that makes the function throw, instead of giving up on its neighbours.
    bisectBatchOnFunctionError: z.boolean({ error: "true or false" }).default(true),
    // 0 is none: state is handed from batch to batch only if the function asks for it.
    tumblingWindowSeconds: integer(0, 900).default(0),
    // LATEST can skip what arrives while the mapping is being made.
    startingPosition: startingPosition.default({ at: "TRIM_HORIZON" }),
    // A mapping takes five filters, any of which lets a record through; none lets all through.
    filters: z.array(filter, { error: "a list of patterns" }).max(5, { error: "at most 5 filters" }).default([]),
    // Only S3 gets the records themselves; a queue gets where they stand in the stream.
    onFailure: oneOf("s3", "sqs").default("s3"),
  });
}

/** A processor as its file states it: every default filled in but those that depend on other entries. */
export type ProcessorEntry = z.output<ReturnType<typeof processorSchema>>;

/** How old a record may grow: as stated, or by default half its retention in production and an hour elsewhere. */
export function recordAgeSeconds(
  { maximumRecordAgeSeconds }: Partial<ProcessorEntry>,
  tier: Tier,
  retentionHours: number,
): number {
  // Half leaves as much time again to read what was diverted; a mapping takes a week at most.
  const byDefault = tier === "production" ? Math.min((retentionHours * 3_600) / 2, 604_800) : 3_600;
  return maximumRecordAgeSeconds ?? byDefault;
}
