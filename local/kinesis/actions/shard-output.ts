import { fromHashKey } from "../hash-key";
import type { Shard } from "../shard";
import type { Stream } from "../stream";

/** A range of hash keys as AWS shows it, decimal. */
export interface HashKeyRangeOutput {
  readonly StartingHashKey: string;
  readonly EndingHashKey: string;
}

/** A shard as AWS shows it. */
export interface ShardOutput {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
  readonly HashKeyRange: HashKeyRangeOutput;
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber: string;
    /** Closed shards have one. */
    readonly EndingSequenceNumber?: string;
  };
}

/** The shards that a description shows: a stream in CREATING has none yet. */
export function visibleShards(stream: Stream): readonly Shard[] {
  return stream.status === "CREATING" ? [] : stream.shards();
}

/** For DescribeStream and ListShards. */
export function shardOutput(shard: Shard): ShardOutput {
  const [ParentShardId, AdjacentParentShardId] = shard.parentShardIds;
  return {
    ShardId: shard.shardId,
    ParentShardId,
    AdjacentParentShardId,
    HashKeyRange: hashKeyRangeOutput(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: shard.sequenceNumbers.start,
      EndingSequenceNumber: shard.endingSequenceNumber,
    },
  };
}

/** The hash keys of a shard. */
export function hashKeyRangeOutput({ hashKeys }: Shard): HashKeyRangeOutput {
  return {
    StartingHashKey: fromHashKey(hashKeys.start).toString(),
    EndingHashKey: fromHashKey(hashKeys.end).toString(),
  };
}
