import { oneOf, readInput, structure, timestamp } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { rateExceeded } from "../rate-exceeded";
import { sealIterator } from "../shard-iterator";
import { startIndex, startTypes } from "./start-position";
import { findServingStream, findShard, sequenceNumber, shardId, streamMembers } from "./stream-input";

const shape = structure(
  { ShardId: shardId, ShardIteratorType: oneOf(startTypes) },
  { ...streamMembers, StartingSequenceNumber: sequenceNumber, Timestamp: timestamp },
);

/** Gives a token for a position in a shard, good for five minutes. */
export function getShardIterator(kinesis: Kinesis, input: unknown): { readonly ShardIterator: string } {
  const { ShardId, ShardIteratorType, StartingSequenceNumber, Timestamp, ...named } = readInput(shape, input);
  const stream = findServingStream(kinesis, named);
  const shard = findShard(kinesis, stream, ShardId);
  if (!shard.rates.takeIterator(kinesis.clock.now())) throw rateExceeded(kinesis, stream, shard);
  const position = { type: ShardIteratorType, sequenceNumber: StartingSequenceNumber, timestampMs: Timestamp };
  const index = startIndex({ kinesis, stream, shard, operation: "GetShardIterator" }, position);
  return { ShardIterator: sealIterator(kinesis, { stream, shard, index }) };
}
