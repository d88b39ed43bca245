import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import { fromHashKey, toHashKey } from "../hash-key";
import type { Kinesis } from "../kinesis";
import { checkShardQuota } from "../quotas";
import { findOpenShard, findReshardableStream } from "./reshardable-shard";
import { hashKey, shardId, streamMembers } from "./stream-input";

const shape = structure({ ShardToSplit: shardId, NewStartingHashKey: hashKey }, streamMembers);

/** Closes a shard and opens two over its hash keys. @throws AwsError `LimitExceededException` beyond the account's quota */
export function splitShard(kinesis: Kinesis, input: unknown): void {
  const { ShardToSplit, NewStartingHashKey, ...named } = readInput(shape, input);
  const stream = findReshardableStream(kinesis, named);
  const shard = findOpenShard(kinesis, stream, ShardToSplit);
  const { start, end } = shard.hashKeys;
  const middle = BigInt(NewStartingHashKey);
  if (middle <= fromHashKey(start) + 1n || middle >= fromHashKey(end)) {
    throw new AwsError(
      "InvalidArgumentException",
      `NewStartingHashKey ${NewStartingHashKey} used in SplitShard() on shard ${ShardToSplit} in stream ${stream.name} ` +
        `under account ${kinesis.accountId} is not both greater than one plus the shard's StartingHashKey ` +
        `${fromHashKey(start)} and less than the shard's EndingHashKey ${fromHashKey(end)}.`,
    );
  }
  checkShardQuota(kinesis, 1);
  const lower = { start, end: toHashKey(middle - 1n) };
  const upper = { start: toHashKey(middle), end };
  stream.update(() => ({ steps: [[lower, upper]] }));
}
