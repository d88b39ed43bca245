import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandInput,
  type Shard,
} from "@aws-sdk/client-kinesis";
import type { MetricReader } from "../metric-reader";
import { newest } from "../series";
import type { ShardFacts, ShardLoad } from "../shards";

/** What one shard takes in a second (Kinesis developer guide, "Quotas and limits"). */
const recordsPerSecond = 1_000;
const bytesPerSecond = 1024 * 1024;

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
  const open = await openShards(client, name);
  const source = loadMetrics.every((metric) => shardLevelMetrics.includes(metric)) ? "metrics" : "sample";
  const load = source === "metrics" ? fromMetrics(reader, name) : fromSample(client, name, nowMs);
  // The load of one shard alone is its stream's.
  const loads = open.length < 2 ? [] : await Promise.all(open.map(load));
  return { key, name, source, loads };
}

async function openShards(client: KinesisClient, StreamName: string): Promise<Shard[]> {
  const open: Shard[] = [];
  let NextToken: string | undefined;
  do {
    // A token stands for the request that it continues, and comes alone.
    const request: ListShardsCommandInput =
      NextToken === undefined ? { StreamName, ShardFilter: { Type: "AT_LATEST" } } : { NextToken };
    const page = await client.send(new ListShardsCommand(request));
    open.push(...(page.Shards ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return open;
}

type ReadLoad = (shard: Shard) => Promise<ShardLoad>;

function fromMetrics(reader: MetricReader, name: string): ReadLoad {
  return async (shard) => {
    const { ShardId = "" } = shard;
    const perMinute = async (metric: string) => {
      const dimensions = { StreamName: name, ShardId };
      const series = await reader.series({ namespace: "AWS/Kinesis", name: metric, dimensions, statistic: "Sum" });
      return newest(series) ?? 0;
    };
    const [bytes, records] = await Promise.all([perMinute("IncomingBytes"), perMinute("IncomingRecords")]);
    return loadOf(shard, records / 60, bytes / 60);
  };
}

function fromSample(client: KinesisClient, name: string, nowMs: number): ReadLoad {
  const startMs = nowMs - sampleSeconds * 1_000;
  return async (shard) => {
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
}

function loadOf({ ShardId = "", HashKeyRange }: Shard, records: number, bytes: number): ShardLoad {
  return {
    shardId: ShardId,
    startingHashKey: HashKeyRange?.StartingHashKey ?? "0",
    endingHashKey: HashKeyRange?.EndingHashKey ?? "0",
    percent: 100 * Math.max(records / recordsPerSecond, bytes / bytesPerSecond),
  };
}
