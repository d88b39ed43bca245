import type { EnvironmentInput } from "../environments/schema/environment";

/** What a test wants different. */
export type Changes = Partial<EnvironmentInput>;

/** A small valid environment; a test states only what differs. */
export function environmentInput(changes: Changes = {}): EnvironmentInput {
  return {
    name: "test",
    tier: "development",
    account: "123456789012",
    region: "eu-west-1",
    owner: "team",
    streams: { "data-stream": { capacity: { mode: "provisioned", shards: 2 } } },
    tables: { "processed-data": {} },
    processors: { "stream-processor": { stream: "data-stream", table: "processed-data" } },
    ...changes,
  };
}
