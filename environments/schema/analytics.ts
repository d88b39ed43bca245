import { z } from "zod";
import { integer, oneOf, role, section, type Tier, text } from "./fields";
import { logRetentionDays } from "./log-retention";
import { openShards, type Stream } from "./stream";
import { vpcSchema } from "./vpc";

const parameterName = text(/^\w{1,100}$/, "a name of letters, digits and underscores, such as windowSeconds");

const parameterForm = "a number, or a text of 1 to 2048 characters";

// A group of properties has 50 at most, of 2,048 characters each.
const parameters = z
  .record(parameterName, z.union([z.number(), z.string().min(1).max(2_048)], { error: parameterForm }), {
    error: ({ code }) =>
      code === "invalid_key" ? "names of letters, digits and underscores" : "an object of parameters",
  })
  .refine((record) => Object.keys(record).length <= 50, { error: "at most 50 parameters" });

/** A Flink SQL job of Managed Service for Apache Flink: one application. */
export function analyticsSchema(tier: Tier) {
  const production = tier === "production";
  return section({
    /** The stream that is read, the one that results go to, and the one of what no result could take in. */
    input: role,
    output: role,
    rejects: role,
    /** File of flink/sql/. */
    sql: text(/^[a-z0-9]+(-[a-z0-9]+)*\.sql$/, "a file of flink/sql/, such as event-aggregates.sql"),
    /** What the file's `${name}`s stand for. */
    parameters: parameters.default({}),
    // How far an event may lie behind the newest of its shard and still be counted: producers send within seconds.
    maxDisorderSeconds: integer(0, 86_400).default(5),
    // A shard that is silent for this long no longer holds up the results of the others.
    idleSeconds: integer(1, 86_400).default(10),
    // Far beyond every window: it ends what the windows' own clearing does not reach.
    stateTtlHours: integer(1, 8_760).default(24),
    // LATEST would skip what arrived before the first start. A restored job goes on from where it was.
    startPosition: oneOf("TRIM_HORIZON", "LATEST").default("TRIM_HORIZON"),
    // Those that AWS still runs; the provider's releases before Flink 2.2's refuse that one.
    runtime: oneOf("FLINK-1_15", "FLINK-1_18", "FLINK-1_19", "FLINK-1_20", "FLINK-2_2").default("FLINK-1_20"),
    /** By default, one for each open shard of the input. */
    parallelism: integer(1, 256).optional(),
    // Two of a KPU share its core, which a source and a window keep busy by themselves.
    parallelismPerKpu: integer(1, 8).default(1),
    // Follows the load in production; each step is a restart, and elsewhere nobody wants to pay for a runaway.
    autoscaling: z.boolean({ error: "true or false" }).default(production),
    // AWS's own: after a crash, what came since is computed again.
    checkpointSeconds: integer(1, 3_600).default(60),
    minPauseSeconds: integer(0, 3_600).default(5),
    // Taken whenever the application stops, which an update does too: without one, it begins anew.
    snapshots: z.boolean({ error: "true or false" }).default(true),
    // DEBUG fills the log and slows the job down.
    logLevel: oneOf("INFO", "WARN", "ERROR", "DEBUG").default("INFO"),
    // Each finer level multiplies what CloudWatch bills.
    metricsLevel: oneOf("APPLICATION", "TASK", "OPERATOR", "PARALLELISM").default("APPLICATION"),
    logRetentionDays: logRetentionDays(tier),
    /** Where the application reaches what lies inside a VPC. */
    vpc: vpcSchema.optional(),
  });
}

/** A job as its file states it: every default filled in but that which depends on its input. */
export type AnalyticsEntry = z.output<ReturnType<typeof analyticsSchema>>;

/** A job as the stacks get it: every default filled in. */
export type AnalyticsJob = AnalyticsEntry & { readonly parallelism: number };

/** How many subtasks read the input: as stated, or one for each of its shards. */
export function parallelismOf({ parallelism }: Partial<AnalyticsEntry>, capacity: Stream["capacity"]): number {
  return parallelism ?? openShards(capacity);
}
