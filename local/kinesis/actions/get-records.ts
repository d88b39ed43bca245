import { AwsError } from "../../aws-error";
import { integer, readInput, structure, text } from "../../server/input-shape";
import { internalFailure } from "../internal-failure";
import type { Kinesis } from "../kinesis";
import { rateExceeded } from "../rate-exceeded";
import { totalBytes } from "../record-ages";
import { openIterator, sealIterator } from "../shard-iterator";
import { type ChildShardOutput, childShards } from "./child-shards";
import { RecordOutput } from "./record-output";
import { streamArn, streamId } from "./stream-input";

/** Of data and partition keys in one answer; calls in the five seconds that it takes at 2 MiB/s are refused. */
const maxAnswerBytes = 10 * 1024 * 1024;
const maxAnswerRecords = 10_000;

const shape = structure(
  { ShardIterator: text({ min: 1, max: 512 }) },
  { Limit: integer({ min: 1, max: maxAnswerRecords }), StreamARN: streamArn, StreamId: streamId },
);

/** One read; without `NextShardIterator` the shard is closed and read to its end. */
export interface GetRecordsOutput {
  readonly Records: readonly RecordOutput[];
  readonly NextShardIterator?: string;
  readonly MillisBehindLatest: number;
  readonly ChildShards?: readonly ChildShardOutput[];
}

/** Reads on from an iterator: up to 10,000 records or 10 MiB. */
export function getRecords(kinesis: Kinesis, input: unknown): GetRecordsOutput {
  const { ShardIterator, Limit = maxAnswerRecords, StreamARN } = readInput(shape, input);
  const { stream, shard, index } = openIterator(kinesis, ShardIterator);
  if (StreamARN !== undefined && StreamARN !== stream.arn) {
    throw new AwsError("InvalidArgumentException", `StreamARN ${StreamARN} does not match the ShardIterator's stream.`);
  }
  const nowMs = kinesis.clock.now();
  const refusal = stream.readRefusal(shard.shardId);
  if (refusal === "failed") throw internalFailure();
  if (refusal === "throttled") throw rateExceeded(kinesis, stream, shard);
  if (!shard.rates.takeRead(nowMs)) {
    stream.metrics.countThrottledRead(shard.shardId);
    throw rateExceeded(kinesis, stream, shard);
  }
  const records = stream.metrics.measureRead(shard.shardId, () => shard.read(index, Limit, maxAnswerBytes));
  shard.rates.addReadBytes(totalBytes(records));
  const last = records.at(-1);
  const nextIndex = last ? last.index + 1 : index;
  const isAtTip = nextIndex >= shard.nextIndex;
  const answer = {
    Records: records.map((record) => new RecordOutput(record, stream.properties)),
    // No less than 0 when the machine's clock was set back.
    MillisBehindLatest: last && !isAtTip ? Math.max(0, nowMs - last.arrivalMs) : 0,
  };
  if (shard.closed && isAtTip) return { ...answer, ChildShards: childShards(stream, shard) };
  return { ...answer, NextShardIterator: sealIterator(kinesis, { stream, shard, index: nextIndex }) };
}
