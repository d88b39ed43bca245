import type { Environment } from "../../environments";
import { parseEnvironment } from "../../environments/parse-environment";
import { environmentInput } from "../environment-input";
import { everyDestination } from "../every-destination";

// Its records would have to be those of CloudWatch Logs, and ORC is not written here: nothing of either is delivered.
const { records: _, orc: __, ...deliveries } = everyDestination.deliveries;

const analytics = { input: "data-stream", output: "event-aggregates", rejects: "analytics-rejects" };
const sql = { sql: "event-aggregates.sql", parameters: { windowSeconds: 60 } };

/** An environment with each kind of resource that an alarm watches. */
export function fullEnvironment(): Environment {
  return parseEnvironment(
    "test",
    environmentInput({
      // Where the most that an on-demand stream takes by itself is what alarms go by everywhere.
      region: "ap-northeast-1",
      lake: everyDestination.lake,
      deliveries: {
        ...deliveries,
        direct: { source: { kind: "direct-put", encryption: "aws-owned" }, destination: { kind: "s3" } },
      },
      streams: {
        "data-stream": {
          capacity: { mode: "provisioned", shards: 2 },
          consumers: ["fan-out", "outsider"],
          shardLevelMetrics: ["IncomingBytes", "IteratorAgeMilliseconds"],
          expectedRecords: { perMinute: 1, minutes: 10 },
        },
        "on-demand": { capacity: { mode: "on-demand" } },
        "event-aggregates": { capacity: { mode: "provisioned", shards: 1 } },
        "analytics-rejects": { capacity: { mode: "provisioned", shards: 1 } },
      },
      tables: {
        "processed-data": { capacity: { mode: "provisioned", readCapacityUnits: 100, writeCapacityUnits: 100 } },
        "event-aggregates": { holds: { kind: "aggregates" } },
      },
      processors: {
        "stream-processor": { stream: "data-stream", table: "processed-data" },
        "fan-out-processor": {
          ...{ code: "stream-processor", stream: "data-stream", consumer: "fan-out" },
          ...{ table: "processed-data", onFailure: "sqs" },
        },
        "on-demand-processor": { code: "stream-processor", stream: "on-demand", table: "processed-data" },
        "aggregate-writer": { stream: "event-aggregates", table: "event-aggregates" },
      },
      analytics: {
        analytics: { ...analytics, ...sql, runtime: "FLINK-1_20" },
        "analytics-in-flink-2": { ...analytics, ...sql, runtime: "FLINK-2_2" },
      },
    }),
  );
}
