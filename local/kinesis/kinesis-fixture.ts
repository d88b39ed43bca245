import { VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { seededRandom } from "../random";
import { getRecords } from "./actions/get-records";
import { getShardIterator } from "./actions/get-shard-iterator";
import { mergeShards } from "./actions/merge-shards";
import { type PutRecordsResultEntry, putRecords } from "./actions/put-records";
import type { RecordOutput } from "./actions/record-output";
import { splitShard } from "./actions/split-shard";
import { Kinesis, type KinesisOptions, type StreamSettings } from "./kinesis";
import type { Stream } from "./stream";

/** An engine on a virtual clock with one stream, for tests; `settings` and `options` state what differs. */
export function kinesisWith(settings: Partial<StreamSettings> = {}, options: Partial<KinesisOptions> = {}) {
  const clock = new VirtualClock();
  const kinesis = new Kinesis({
    clock,
    random: seededRandom(1),
    metrics: noMetrics,
    accountId: "000000000000",
    region: "ap-northeast-1",
    limits: true,
    ...options,
  });
  const shards = settings.mode === "ON_DEMAND" ? {} : { shards: 1 };
  const stream = kinesis.createStream({ name: "events", mode: "PROVISIONED", ...shards, ...settings });
  return { kinesis, clock, stream };
}

/** Base64 of a text. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Puts texts under one key, and fails unless all are acknowledged. */
export function putTexts(kinesis: Kinesis, texts: readonly string[], PartitionKey = "key"): string[] {
  const Records = texts.map((text) => ({ Data: base64(text), PartitionKey }));
  return putRecords(kinesis, { StreamName: "events", Records }).Records.map(acknowledged);
}

/** The sequence number of an acknowledged record. */
export function acknowledged(entry: PutRecordsResultEntry | undefined): string {
  if (entry && "SequenceNumber" in entry) return entry.SequenceNumber;
  throw new Error(`not acknowledged: ${JSON.stringify(entry)}`);
}

/** What one GetRecords from the given start returns. */
export function readFrom(kinesis: Kinesis, start: object, ShardId = "shardId-000000000000") {
  const request = { StreamName: "events", ShardId, ...start };
  return getRecords(kinesis, { ShardIterator: getShardIterator(kinesis, request).ShardIterator });
}

/** The text of a record that was read. */
export function textOf({ Data }: RecordOutput): string {
  return Buffer.from(Data.bytes).toString("utf8");
}

/** The texts that one GetRecords from the given start returns. */
export function textsFrom(kinesis: Kinesis, start: object, ShardId?: string): string[] {
  return readFrom(kinesis, start, ShardId).Records.map(textOf);
}

/** Everything that is readable, shard by shard, without the rates of GetRecords. */
export function readAll(stream: Stream) {
  return stream.shards().map((shard) => ({ shard, records: shard.read(0, Infinity, Infinity) }));
}

/** Splits an open shard in the middle; `position` chooses which. */
export function splitInHalf(kinesis: Kinesis, stream: Stream, position: number): void {
  const open = stream.shards().filter(({ closed }) => !closed);
  const shard = open[position % open.length];
  if (!shard) throw new Error("The stream has no open shard");
  const { start, end } = shard.hashKeys;
  const middle = (BigInt(`0x${start}`) + BigInt(`0x${end}`)) / 2n;
  splitShard(kinesis, {
    StreamName: stream.name,
    ShardToSplit: shard.shardId,
    NewStartingHashKey: middle.toString(),
  });
}

/** Merges the two open shards with the lowest hash keys, if there are two. */
export function mergeLowest(kinesis: Kinesis, stream: Stream): void {
  const open = stream.shards().filter(({ closed }) => !closed);
  const [lower, upper] = open.sort((one, other) => (one.hashKeys.start < other.hashKeys.start ? -1 : 1));
  if (!lower || !upper) return;
  mergeShards(kinesis, {
    StreamName: stream.name,
    ShardToMerge: lower.shardId,
    AdjacentShardToMerge: upper.shardId,
  });
}
