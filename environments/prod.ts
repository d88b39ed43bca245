import { aggregatesTable } from "./aggregates-table";
import { defineEnvironment } from "./define-environment";
import { eventsTable } from "./events-table";

/** Production: nothing that holds data can be destroyed, and an outage is waited out rather than diverted. */
export default defineEnvironment({
  name: "prod",
  tier: "production",
  // A placeholder: everything local works with it. Set your own account before you touch AWS.
  account: "000000000000",
  region: "us-east-1",
  owner: "streaming-platform",
  streams: {
    "data-stream": { capacity: { mode: "provisioned", shards: 4 } },
    // Results come in bursts, as windows close.
    "event-aggregates": { capacity: { mode: "on-demand" } },
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
