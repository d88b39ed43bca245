import { integer, readInput, structure } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { type ShardOutput, shardOutput, visibleShards } from "./shard-output";
import { findStream, shardId, streamMembers } from "./stream-input";
import { type StreamDetailsOutput, streamDetailsOutput } from "./stream-output";

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

/** Describes a stream, with 100 shards unless asked otherwise. */
export function describeStream(kinesis: Kinesis, input: unknown): DescribeStreamOutput {
  const { Limit = 100, ExclusiveStartShardId = "", ...named } = readInput(shape, input);
  const stream = findStream(kinesis, named);
  const shards = visibleShards(stream).filter((shard) => shard.shardId > ExclusiveStartShardId);
  return {
    StreamDescription: {
      ...streamDetailsOutput(stream),
      Shards: shards.slice(0, Limit).map(shardOutput),
      HasMoreShards: shards.length > Limit,
    },
  };
}
