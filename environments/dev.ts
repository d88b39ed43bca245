import { aggregatesTable } from "./aggregates-table";
import { defineEnvironment } from "./define-environment";
import { eventsTable } from "./events-table";

/** Where changes are tried: cheap, and gone when it is destroyed. */
export default defineEnvironment({
  name: "dev",
  tier: "development",
  // A placeholder: everything local works with it. Set your own account before you touch AWS.
  account: "000000000000",
  region: "us-east-1",
  owner: "streaming-platform",
  streams: {
    // Two shards, so that order, hot keys and per-shard limits show as they do in production.
    "data-stream": { capacity: { mode: "provisioned", shards: 2 } },
    "event-aggregates": { capacity: { mode: "provisioned", shards: 1 } },
    "analytics-rejects": { capacity: { mode: "provisioned", shards: 1 } },
  },
  tables: { "processed-data": {}, "event-aggregates": { holds: { kind: "aggregates" } } },
  processors: {
    "stream-processor": { stream: "data-stream", table: "processed-data" },
    "aggregate-writer": { stream: "event-aggregates", table: "event-aggregates" },
  },
  lake: { tables: { events: eventsTable, "event-aggregates": aggregatesTable } },
  deliveries: {
    "delivery-stream": {
      source: { stream: "data-stream" },
      transform: { code: "data-transform" },
      destination: { kind: "s3", table: "events" },
    },
    "aggregates-delivery": {
      source: { stream: "event-aggregates" },
      destination: { kind: "s3", table: "event-aggregates" },
    },
  },
  analytics: {
    analytics: {
      input: "data-stream",
      output: "event-aggregates",
      rejects: "analytics-rejects",
      sql: "event-aggregates.sql",
      parameters: { windowSeconds: 60 },
    },
  },
});
