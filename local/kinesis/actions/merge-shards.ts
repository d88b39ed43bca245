import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import { fromHashKey } from "../hash-key";
import type { Kinesis } from "../kinesis";
import { findOpenShard, findReshardableStream } from "./reshardable-shard";
import { shardId, streamMembers } from "./stream-input";

const shape = structure({ ShardToMerge: shardId, AdjacentShardToMerge: shardId }, streamMembers);

/** Closes two neighbours and opens one over the hash keys of both. */
export function mergeShards(kinesis: Kinesis, input: unknown): void {
  const { ShardToMerge, AdjacentShardToMerge, ...named } = readInput(shape, input);
  const stream = findReshardableStream(kinesis, named);
  const lower = findOpenShard(kinesis, stream, ShardToMerge);
  const upper = findOpenShard(kinesis, stream, AdjacentShardToMerge);
  if (fromHashKey(lower.hashKeys.end) + 1n !== fromHashKey(upper.hashKeys.start)) {
    throw new AwsError(
      "InvalidArgumentException",
      `Shards ${ShardToMerge} and ${AdjacentShardToMerge} in stream ${stream.name} under account ` +
        `${kinesis.accountId} are not an adjacent pair of shards eligible for merging`,
    );
  }
  const both = { start: lower.hashKeys.start, end: upper.hashKeys.end };
  stream.update(() => ({ steps: [[both]] }));
}
