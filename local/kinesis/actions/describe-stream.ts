import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type ShardOutput, shardOutput, visibleShards } from "./shard-output";
import { findStream, shardId, streamMembers } from "./stream-input";
import { type StreamDetailsOutput, streamDetailsOutput } from "./stream-output";

/** Of one page; asking for more is allowed, and gets no more. */
const maxShards = 100;

const shape = structure(
  {},
  { ...streamMembers, Limit: integer({ min: 1, max: 10_000 }), ExclusiveStartShardId: shardId },
);

/** A stream and a page of its shards. */
export interface DescribeStreamOutput {
  readonly StreamDescription: StreamDetailsOutput & {
    readonly Shards: readonly ShardOutput[];
    readonly HasMoreShards: boolean;
  };
}

/** Describes a stream, with a page of its shards. */
export function describeStream(kinesis: Kinesis, input: unknown): DescribeStreamOutput {
  const { Limit = maxShards, ExclusiveStartShardId = "", ...named } = readInput(shape, input);
  const stream = findStream(kinesis, named);
  const limit = Math.min(Limit, maxShards);
  const shards = visibleShards(stream).filter((shard) => shard.shardId > ExclusiveStartShardId);
  return {
    StreamDescription: {
      ...streamDetailsOutput(stream),
      Shards: shards.slice(0, limit).map(shardOutput),
      HasMoreShards: shards.length > limit,
    },
  };
}
