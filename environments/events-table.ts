import type { LakeTableInput } from "./schema/lake-table";

/** Events as data-transform leaves them, a folder for each day (UTC) that they arrived on. */
export const eventsTable: LakeTableInput = {
  columns: {
    event_id: "string",
    timestamp: "timestamp",
    user_id: "string",
    event_type: "string",
    value: "double",
    metadata: "struct<device:string,browser:string,country:string,session_id:string>",
    transform_timestamp: "timestamp",
    partition_key: "string",
  },
  partitions: { day: { kind: "date", format: "yyyy-MM-dd", from: "2026-01-01" } },
  prefix: "data/events/",
};
