import type { Shard } from "../shard";
import type { Stream } from "../stream";
import { type HashKeyRangeOutput, hashKeyRangeOutput } from "./shard-output";

/** What a reader of a closed shard reads next. */
export interface ChildShardOutput {
  readonly ShardId: string;
  readonly ParentShards: readonly string[];
  readonly HashKeyRange: HashKeyRangeOutput;
}

/** For GetRecords and SubscribeToShard at the end of a closed shard. */
export function childShards(stream: Stream, parent: Shard): ChildShardOutput[] {
  return stream
    .shards()
    .filter(({ parentShardIds }) => parentShardIds.includes(parent.shardId))
    .map((child) => ({
      ShardId: child.shardId,
      ParentShards: child.parentShardIds,
      HashKeyRange: hashKeyRangeOutput(child),
    }));
}
