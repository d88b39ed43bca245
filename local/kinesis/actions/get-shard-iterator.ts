import { AwsError } from "../../aws-error";
import { oneOf, readInput, structure, timestamp } from "../../server/input-shape";
import type { Kinesis } from "../kinesis";
import { rateExceeded } from "../rate-exceeded";
import { parseSequenceNumber } from "../sequence-numbers";
import type { Shard } from "../shard";
import { sealIterator } from "../shard-iterator";
import type { Stream } from "../stream";
import { findActiveStream, sequenceNumber, shardId, streamMembers } from "./stream-input";

const types = ["AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"] as const;

const shape = structure(
  { ShardId: shardId, ShardIteratorType: oneOf(types) },
  { ...streamMembers, StartingSequenceNumber: sequenceNumber, Timestamp: timestamp },
);

/** Where to begin, as the request says it. */
interface Start {
  readonly ShardIteratorType: (typeof types)[number];
  readonly StartingSequenceNumber?: string;
  readonly Timestamp?: number;
}

/** Gives a token for a position in a shard, good for five minutes. */
export function getShardIterator(kinesis: Kinesis, input: unknown): { readonly ShardIterator: string } {
  const { ShardId, StreamName, StreamARN, ...start } = readInput(shape, input);
  const stream = findActiveStream(kinesis, { StreamName, StreamARN });
  const shard = stream.shard(ShardId);
  if (!shard) {
    const message = `Shard ${ShardId} in stream ${stream.name} under account ${kinesis.accountId} does not exist`;
    throw new AwsError("ResourceNotFoundException", message);
  }
  if (!shard.rates.takeIterator(kinesis.clock.now())) throw rateExceeded(kinesis, stream, shard);
  return { ShardIterator: sealIterator(kinesis, { stream, shard, index: startIndex(kinesis, stream, shard, start) }) };
}

function startIndex(kinesis: Kinesis, stream: Stream, shard: Shard, start: Start): number {
  const { ShardIteratorType: type, StartingSequenceNumber, Timestamp } = start;
  if (type === "AT_TIMESTAMP") return shard.indexAt(checkTimestamp(kinesis, Timestamp));
  const isBySequence = type === "AT_SEQUENCE_NUMBER" || type === "AFTER_SEQUENCE_NUMBER";
  if (isBySequence !== (StartingSequenceNumber !== undefined)) {
    const given =
      StartingSequenceNumber === undefined ? "and no StartingSequenceNumber" : "and also a StartingSequenceNumber";
    throw new AwsError(
      "InvalidArgumentException",
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or " +
        `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} ${given}.`,
    );
  }
  if (StartingSequenceNumber !== undefined) {
    const index = indexOf(kinesis, stream, shard, StartingSequenceNumber);
    return Math.max(0, type === "AT_SEQUENCE_NUMBER" ? index : index + 1);
  }
  return type === "LATEST" ? shard.nextIndex : shard.firstIndex;
}

function checkTimestamp(kinesis: Kinesis, timestampMs: number | undefined): number {
  if (timestampMs === undefined) {
    throw new AwsError(
      "InvalidArgumentException",
      "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.",
    );
  }
  const nowMs = kinesis.clock.now();
  if (timestampMs <= nowMs) return timestampMs;
  throw new AwsError(
    "InvalidArgumentException",
    "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. " +
      `timestampInMillis: ${timestampMs}, currentTimestampInMillis: ${nowMs}`,
  );
}

/** The position that a sequence number names, if it is the shard's own. */
function indexOf(kinesis: Kinesis, stream: Stream, shard: Shard, text: string): number {
  const used =
    `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.shardId} in stream ${stream.name} ` +
    `under account ${kinesis.accountId} is invalid`;
  const parsed = parseSequenceNumber(text);
  if (!parsed) throw new AwsError("InvalidArgumentException", `${used}.`);
  if (parsed.shardNumber !== shard.number) {
    const encoded = `shardId-${String(parsed.shardNumber).padStart(12, "0")}`;
    throw new AwsError(
      "InvalidArgumentException",
      `Invalid StartingSequenceNumber. It encodes ${encoded}, while it was used in a call to a shard with ${shard.shardId}`,
    );
  }
  if (parsed.createdSeconds !== shard.sequenceNumbers.createdSeconds || parsed.index > shard.nextIndex + 1) {
    throw new AwsError("InvalidArgumentException", `${used} because it did not come from this stream.`);
  }
  return parsed.index;
}
