import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandInput,
  ProvisionedThroughputExceededException,
  type Shard,
} from "@aws-sdk/client-kinesis";
import { streamMetrics } from "../../../modules/data-stream/metrics";
import { shardLimits } from "../../../modules/data-stream/stream-limits";
import type { Metric } from "../../../modules/metric/metric";
import type { MetricReader } from "../metric-reader";
import { newest } from "../series";
import type { ShardFacts, ShardLoad } from "../shards";

/** A sample is what came in the last seconds, as far as one read returns it. */
const sampleSeconds = 10;

/** Metrics of a shard that must be on for its load to be known without reading it. */
const loadMetrics = ["IncomingBytes", "IncomingRecords"];

/** A stream, and the metrics that it reports for each shard. */
export interface ShardedStream {
  readonly key: string;
  readonly name: string;
  readonly shardLevelMetrics: readonly string[];
}

/** Reads the load of a stream's open shards: from their metrics or, where these are off, by one read of each. */
export async function readShards(
  client: KinesisClient,
  reader: MetricReader,
  { key, name, shardLevelMetrics }: ShardedStream,
  nowMs: number,
): Promise<ShardFacts> {
  const shards = await shardsSince(client, name, new Date(reader.window.startMs));
  const ids = new Set(shards.map(({ ShardId }) => ShardId));
  const open = shards.filter(({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined);
  // What came of a shard that was open since then was not there then.
  const opened = shards.filter(({ ParentShardId }) => ids.has(ParentShardId));
  const source = loadMetrics.every((metric) => shardLevelMetrics.includes(metric)) ? "metrics" : "sample";
  const load = source === "metrics" ? fromMetrics(reader, name) : fromSample(client, name, nowMs);
  // The load of one shard alone is its stream's.
  const read = open.length < 2 ? [] : await Promise.all(open.map(load));
  const loads = read.filter((each) => each !== undefined);
  return {
    ...{ key, name, source, loads, unsampled: read.length - loads.length },
    ...{ before: shards.length - opened.length, now: open.length, isResharded: opened.length > 0 },
  };
}

/** Those that are open now, and those that were closed since a time. */
async function shardsSince(client: KinesisClient, StreamName: string, Timestamp: Date): Promise<Shard[]> {
  const shards: Shard[] = [];
  let NextToken: string | undefined;
  do {
    // A token stands for the request that it continues, and comes alone.
    const request: ListShardsCommandInput =
      NextToken === undefined ? { StreamName, ShardFilter: { Type: "FROM_TIMESTAMP", Timestamp } } : { NextToken };
    const page = await client.send(new ListShardsCommand(request));
    shards.push(...(page.Shards ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return shards;
}

/** Undefined: it could not be read. */
type ReadLoad = (shard: Shard) => Promise<ShardLoad | undefined>;

function fromMetrics(reader: MetricReader, name: string): ReadLoad {
  const metrics = streamMetrics({ name, consumers: {}, shardLevelMetrics: loadMetrics });
  return async (shard) => {
    const { IncomingBytes, IncomingRecords } = metrics.ofShard(shard.ShardId ?? "");
    const perMinute = async (metric: Metric | undefined) => (metric && newest(await reader.series(metric))) ?? 0;
    const [bytes, records] = await Promise.all([perMinute(IncomingBytes), perMinute(IncomingRecords)]);
    return loadOf(shard, records / 60, bytes / 60);
  };
}

function fromSample(client: KinesisClient, name: string, nowMs: number): ReadLoad {
  const startMs = nowMs - sampleSeconds * 1_000;
  const sample = async (shard: Shard) => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        ...{ StreamName: name, ShardId: shard.ShardId, ShardIteratorType: "AT_TIMESTAMP" },
        Timestamp: new Date(startMs),
      }),
    );
    const { Records = [], MillisBehindLatest = 0 } = await client.send(new GetRecordsCommand({ ShardIterator }));
    // What a read does not reach the end of covers less time than was asked for.
    const seconds = Math.max(1, sampleSeconds - MillisBehindLatest / 1_000);
    const bytes = Records.reduce(
      (sum, { Data, PartitionKey = "" }) => sum + (Data?.length ?? 0) + PartitionKey.length,
      0,
    );
    return loadOf(shard, Records.length / seconds, bytes / seconds);
  };
  return (shard) =>
    sample(shard).catch((error: unknown) => {
      // Its readers have the reads, as they should: this is one that can be done without.
      if (error instanceof ProvisionedThroughputExceededException) return undefined;
      throw error;
    });
}

function loadOf({ ShardId = "", HashKeyRange }: Shard, records: number, bytes: number): ShardLoad {
  return {
    shardId: ShardId,
    startingHashKey: HashKeyRange?.StartingHashKey ?? "0",
    endingHashKey: HashKeyRange?.EndingHashKey ?? "0",
    percent: 100 * Math.max(records / shardLimits.recordsPerSecond, bytes / shardLimits.bytesPerSecond),
  };
}
