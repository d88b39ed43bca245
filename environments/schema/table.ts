import { z } from "zod";
import { integer, section, type Tier } from "./fields";

const capacity = z.discriminatedUnion(
  "mode",
  [
    section({ mode: z.literal("on-demand") }),
    // 40,000 units are the default quota of a table, in each direction.
    section({
      mode: z.literal("provisioned"),
      readCapacityUnits: integer(1, 40_000),
      writeCapacityUnits: integer(1, 40_000),
    }),
  ],
  { error: 'mode "on-demand" or "provisioned"' },
);

const contents = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("events"),
      // A partition of an index takes 1,000 writes/s: eight let one event type have 8,000.
      eventTypeBuckets: integer(1, 100).default(8),
    }),
    section({ kind: z.literal("aggregates") }),
  ],
  { error: 'kind "events" or "aggregates"' },
);

/** A DynamoDB table that a processor writes. */
export function tableSchema(tier: Tier) {
  const production = tier === "production";
  return section({
    /** Keys and index follow from it. */
    holds: contents.prefault({ kind: "events" }),
    // Traffic is unknown at first, and on-demand can't be throttled by a wrong guess.
    capacity: capacity.default({ mode: "on-demand" }),
    // Long enough to look back on a quarter in production, and to forget a test within two weeks elsewhere.
    ttlDays: integer(1, 3_650).default(production ? 90 : 14),
    // A bug that writes rubbish is often seen days later; 35 days is the most that AWS keeps.
    pointInTimeRecoveryDays: integer(1, 35).default(production ? 35 : 1),
  });
}

/** A DynamoDB table as the stacks get it: every default filled in. */
export type Table = z.output<ReturnType<typeof tableSchema>>;
