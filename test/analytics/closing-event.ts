import type { OpenShard, OutgoingRecord } from "./analytics-platform";

/** A user whose events only move the time on: those of others are what is counted. */
export const closer = "closer";

/** One record for each of the shards, whose time closes the windows of all before it. */
export function closingEvents(shards: readonly OpenShard[], timestamp: string): OutgoingRecord[] {
  const data = JSON.stringify({ user_id: closer, event_type: "end", timestamp });
  return shards.map(({ hashKey }) => ({ data, partitionKey: "any", hashKey }));
}
