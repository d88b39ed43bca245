import { AwsError } from "../../aws-error";
import { type Infer, oneOf, structure, timestamp } from "../../server/input-shape";
import type { Shard } from "../shard";
import type { Stream } from "../stream";
import { shardId } from "./stream-input";

const filterTypes = [
  "AFTER_SHARD_ID",
  "AT_TRIM_HORIZON",
  "FROM_TRIM_HORIZON",
  "AT_LATEST",
  "AT_TIMESTAMP",
  "FROM_TIMESTAMP",
] as const;

/** Which of a stream's shards ListShards shall list. */
export const shardFilter = structure({ Type: oneOf(filterTypes) }, { ShardId: shardId, Timestamp: timestamp });

/** What it lets through. */
export type ShardFilter = Infer<typeof shardFilter>;

/** @throws AwsError `InvalidArgumentException` for one that lacks what its type needs, or has what it does not take */
export function checkShardFilter({ Type, ShardId, Timestamp }: ShardFilter): void {
  const isByTime = Type === "AT_TIMESTAMP" || Type === "FROM_TIMESTAMP";
  checkMember("ShardId", ShardId !== undefined, Type === "AFTER_SHARD_ID", Type);
  checkMember("Timestamp", Timestamp !== undefined, isByTime, Type);
}

function checkMember(name: string, isGiven: boolean, isTaken: boolean, type: string): void {
  if (isGiven === isTaken) return;
  const must = isTaken ? "must" : "must not";
  throw new AwsError("InvalidArgumentException", `${name} ${must} be provided with ShardFilter type ${type}.`);
}

/** Whether a filter lists a shard. */
export function passes(stream: Stream, shard: Shard, { Type, ShardId = "", Timestamp = 0 }: ShardFilter): boolean {
  const { createdMs, closedMs = Infinity } = shard;
  const originMs = Math.max(stream.trimHorizonMs, stream.createdMs);
  // These hold each hash key once: a shard that closed just then leaves its keys to its children.
  const wasOpenAtOrigin = createdMs <= originMs && originMs < closedMs;
  switch (Type) {
    case "FROM_TRIM_HORIZON":
      return true;
    case "AFTER_SHARD_ID":
      return shard.shardId > ShardId;
    case "AT_LATEST":
      return !shard.closed;
    case "AT_TRIM_HORIZON":
      return wasOpenAtOrigin;
    case "AT_TIMESTAMP":
      return Timestamp < originMs ? wasOpenAtOrigin : createdMs <= Timestamp && Timestamp <= closedMs;
    case "FROM_TIMESTAMP":
      return Timestamp <= closedMs;
  }
}
