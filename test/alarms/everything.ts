import { parseEnvironment } from "../../environments/parse-environment";
import { environmentInput } from "../environment-input";
import { everyDestination } from "../every-destination";

/** What its physical names begin with. */
export const prefix = "kinesis-streaming-test";

/** An environment with something of every kind that is watched. */
export const everything = parseEnvironment(
  "environment",
  environmentInput({
    ...everyDestination,
    streams: {
      "data-stream": {
        capacity: { mode: "provisioned", shards: 2 },
        retentionHours: 96,
        consumers: ["fast", "spare"],
        expectedRecords: { perMinute: 60, minutes: 10 },
      },
      results: { capacity: { mode: "on-demand" } },
      rejected: { capacity: { mode: "provisioned", shards: 1 } },
      plain: { capacity: { mode: "provisioned", shards: 1 } },
      "pushed-only": { capacity: { mode: "provisioned", shards: 1 }, consumers: ["only"] },
    },
    tables: {
      "processed-data": { capacity: { mode: "provisioned", readCapacityUnits: 10, writeCapacityUnits: 10 } },
      aggregates: { holds: { kind: "aggregates" } },
    },
    processors: {
      "stream-processor": { stream: "data-stream", table: "processed-data", onFailure: "sqs", timeoutSeconds: 30 },
      "fast-processor": { code: "stream-processor", stream: "data-stream", consumer: "fast", table: "processed-data" },
      "plain-processor": { code: "stream-processor", stream: "plain", table: "processed-data" },
      "aggregate-writer": { stream: "pushed-only", consumer: "only", table: "aggregates", maximumRetryAttempts: 7 },
    },
    analytics: {
      older: { input: "data-stream", output: "results", rejects: "rejected", sql: "job.sql" },
      newer: { input: "data-stream", output: "results", rejects: "rejected", sql: "job.sql", runtime: "FLINK-2_2" },
    },
  }),
);
