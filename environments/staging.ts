import { aggregatesTable } from "./aggregates-table";
import { defineEnvironment } from "./define-environment";
import { eventsTable } from "./events-table";

/** The rehearsal: production's keys and shapes at a fraction of its size, and a stream that scales by itself. */
export default defineEnvironment({
  name: "staging",
  tier: "development",
  // A placeholder: everything local works with it. Set your own account before you touch AWS.
  account: "000000000000",
  region: "us-east-1",
  owner: "streaming-platform",
  // A missing grant on a key of one's own must fail here, not in production.
  encryption: "customer-managed",
  streams: {
    "data-stream": { capacity: { mode: "on-demand" }, retentionHours: 48, consumers: ["stream-processor"] },
    "event-aggregates": { capacity: { mode: "on-demand" } },
    "analytics-rejects": { capacity: { mode: "provisioned", shards: 1 } },
  },
  tables: { "processed-data": {}, "event-aggregates": { holds: { kind: "aggregates" } } },
  processors: {
    "stream-processor": { stream: "data-stream", consumer: "stream-processor", table: "processed-data" },
    "aggregate-writer": { stream: "event-aggregates", table: "event-aggregates" },
  },
  lake: { tables: { events: eventsTable, "event-aggregates": aggregatesTable } },
  deliveries: {
    "delivery-stream": {
      source: { stream: "data-stream" },
      transform: { code: "data-transform" },
      // Objects of production's size, soon enough to be waited for.
      destination: { kind: "s3", table: "events", bufferMebibytes: 128, bufferSeconds: 60 },
    },
    "aggregates-delivery": {
      source: { stream: "event-aggregates" },
      destination: { kind: "s3", table: "event-aggregates", bufferMebibytes: 128, bufferSeconds: 60 },
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
