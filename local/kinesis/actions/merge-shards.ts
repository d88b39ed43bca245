import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import { fromHashKey } from "../hash-key";
import type { Kinesis } from "../kinesis";
import { findReshardable } from "./reshardable-shard";
import { findStream, shardId, streamMembers } from "./stream-input";

const shape = structure({ ShardToMerge: shardId, AdjacentShardToMerge: shardId }, streamMembers);

/** Closes two neighbours and opens one over the hash keys of both. */
export function mergeShards(kinesis: Kinesis, input: unknown): void {
  const { ShardToMerge, AdjacentShardToMerge, ...named } = readInput(shape, input);
  const stream = findStream(kinesis, named);
  const lower = findReshardable(kinesis, stream, ShardToMerge);
  const upper = findReshardable(kinesis, stream, AdjacentShardToMerge);
  if (fromHashKey(lower.hashKeys.end) + 1n !== fromHashKey(upper.hashKeys.start)) {
    throw new AwsError(
      "InvalidArgumentException",
      `Shards ${ShardToMerge} and ${AdjacentShardToMerge} in stream ${stream.name} under account ` +
        `${kinesis.accountId} are not an adjacent pair of shards eligible for merging`,
    );
  }
  stream.reshard([lower, upper], [{ start: lower.hashKeys.start, end: upper.hashKeys.end }]);
}
