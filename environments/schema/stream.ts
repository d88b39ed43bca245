import { z } from "zod";
import { integer, oneOf, role, section, type Tier, text } from "./fields";

const capacitySchema = z.discriminatedUnion(
  "mode",
  [
    section({ mode: z.literal("on-demand") }),
    // 10,000 is the ceiling of UpdateShardCount.
    section({ mode: z.literal("provisioned"), shards: integer(1, 10_000) }),
  ],
  { error: 'mode "on-demand" or "provisioned"' },
);

const principals = z
  .array(
    text(
      /^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
      "the ARN of an IAM role, user or account root",
    ),
    {
      error: "a list of ARNs of IAM principals",
    },
  )
  .default([]);

/** The metrics that Kinesis can report for each shard. */
const shardLevelMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
] as const;

/** A Kinesis data stream. */
export function streamSchema(tier: Tier) {
  const production = tier === "production";
  return section({
    capacity: capacitySchema,
    // A week lets a Monday repair what broke on Friday night (Security Hub's Kinesis.3 asks for it); a day is the least.
    retentionHours: integer(24, 8_760).default(production ? 168 : 24),
    // Each costs money for each shard; in production they are what tells a hot shard from a full stream.
    shardLevelMetrics: z
      .array(oneOf(...shardLevelMetrics), { error: `a list of: ${shardLevelMetrics.join(", ")}` })
      .default(
        production
          ? ["IncomingBytes", "IncomingRecords", "WriteProvisionedThroughputExceeded", "IteratorAgeMilliseconds"]
          : [],
      ),
    // Kinesis takes 20 enhanced fan-out consumers a stream.
    consumers: z
      .array(role, { error: "a list of consumer names" })
      .max(20, { error: "at most 20 consumers a stream" })
      .default([]),
    // Without it, silence is no alarm: not every stream has traffic at every hour.
    expectedRecords: section({
      /** What a minute of ordinary traffic has at the least. */
      perMinute: integer(1, 1_000_000_000),
      /** How many minutes may pass below that; CloudWatch looks back a day at most. */
      minutes: integer(1, 1_440),
    }).optional(),
    // A consumer that someone registered by hand should stop a production stream's deletion, and not a test's.
    enforceConsumerDeletion: z.boolean({ error: "true or false" }).default(!production),
    // Principals, of this account or others, that the stream's own policy lets in; empty means no such policy.
    readers: principals,
    writers: principals,
  });
}

/** How many shards a stream begins with; one that scales by itself has four (4 MB/s). */
export function openShards(capacity: z.output<typeof capacitySchema>): number {
  return capacity.mode === "provisioned" ? capacity.shards : 4;
}

/** A Kinesis data stream as the stacks get it: every default filled in. */
export type Stream = z.output<ReturnType<typeof streamSchema>>;
