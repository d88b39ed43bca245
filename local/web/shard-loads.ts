import { fromHashKey, type HashKey } from "../kinesis/hash-key";
import type { Kinesis } from "../kinesis/kinesis";
import type { Shard } from "../kinesis/shard";
import type { Rates } from "./rates";
import type { ShardLoad, StreamShards } from "./snapshot";

/** What a shard takes in a second. */
const maxRecords = 1_000;
const maxBytes = 1024 * 1024;

/** How large its records are is told from its newest. */
const sampledRecords = 20;

/** How the open shards of all streams are loaded. */
export function readShardLoads(kinesis: Kinesis, rates: Rates, short: (name: string) => string): StreamShards[] {
  return kinesis.streams().map((stream) => ({
    stream: stream.name,
    label: short(stream.name),
    shards: stream.openShards().map((shard) => loadOf(`shard ${stream.id} ${shard.shardId}`, shard, rates)),
  }));
}

function loadOf(key: string, shard: Shard, rates: Rates): ShardLoad {
  const perSecond = rates.perSecond(key, shard.nextIndex) ?? 0;
  const load = Math.max(perSecond / maxRecords, (perSecond * recordBytes(shard)) / maxBytes);
  return {
    shardId: shard.shardId,
    start: shareOf(shard.hashKeys.start),
    end: shareOf(shard.hashKeys.end),
    perSecond,
    load,
  };
}

function recordBytes(shard: Shard): number {
  const newest = shard.read(shard.nextIndex - sampledRecords, sampledRecords, maxBytes);
  return newest.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / Math.max(1, newest.length);
}

function shareOf(key: HashKey): number {
  return Number(fromHashKey(key)) / 2 ** 128;
}
