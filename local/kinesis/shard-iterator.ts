import { AwsError } from "../aws-error";
import type { Kinesis } from "./kinesis";
import type { Shard } from "./shard";
import type { Stream } from "./stream";

const lifetimeMs = 300_000;

/** A position in a shard, which a client carries as an opaque token. */
export interface ShardPosition {
  readonly stream: Stream;
  readonly shard: Shard;
  /** Of the next record to read. */
  readonly index: number;
}

/** Makes the token. */
export function sealIterator(kinesis: Kinesis, { stream, shard, index }: ShardPosition): string {
  return kinesis.tokens.seal("iterator", stream.id, stream.name, shard.shardId, String(index));
}

/**
 * Reads the token.
 * @throws AwsError `InvalidArgumentException` for what is no iterator, `ExpiredIteratorException` after five minutes,
 * `ResourceNotFoundException` when its stream or shard is gone
 */
export function openIterator(kinesis: Kinesis, token: string): ShardPosition {
  const opened = kinesis.tokens.open(token);
  const [kind, streamId, streamName = "", shardId = "", index] = opened?.parts ?? [];
  if (!opened || kind !== "iterator") throw new AwsError("InvalidArgumentException", "Invalid ShardIterator.");
  const nowMs = kinesis.clock.now();
  if (nowMs - opened.createdMs > lifetimeMs) {
    throw new AwsError(
      "ExpiredIteratorException",
      `Iterator expired. The iterator was created at time ${utcText(opened.createdMs)} while right now it is ` +
        `${utcText(nowMs)} which is further in the future than the tolerated delay of ${lifetimeMs} milliseconds.`,
    );
  }
  const stream = kinesis.stream(streamName);
  const shard = stream.id === streamId ? stream.shard(shardId) : undefined;
  if (shard) return { stream, shard, index: Number(index) };
  const message = `Shard ${shardId} in stream ${streamName} under account ${kinesis.accountId} does not exist`;
  throw new AwsError("ResourceNotFoundException", message);
}

/** As Java prints a date: `Thu Jan 22 01:22:02 UTC 2015`. */
function utcText(timestampMs: number): string {
  const [weekday = "", day, month, year, time] = new Date(timestampMs).toUTCString().split(" ");
  return `${weekday.replace(",", "")} ${month} ${day} ${time} UTC ${year}`;
}
