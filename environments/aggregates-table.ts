import type { LakeTableInput } from "./schema/lake-table";

/**
 * Results of the job `event-aggregates.sql`, a folder for each day (UTC) that they arrived on. A window may stand there
 * more than once: rows of one `aggregate_id` are repeats.
 */
export const aggregatesTable: LakeTableInput = {
  columns: {
    aggregate_id: "string",
    window_start: "timestamp",
    window_end: "timestamp",
    user_id: "string",
    event_type: "string",
    event_count: "bigint",
    value_sum: "double",
    value_mean: "double",
    value_min: "double",
    value_max: "double",
  },
  partitions: { day: { kind: "date", format: "yyyy-MM-dd", from: "2026-01-01" } },
  prefix: "data/event-aggregates/",
};
