import { AwsError } from "../../aws-error";
import type { Kinesis } from "../kinesis";
import { parseSequenceNumber } from "../sequence-numbers";
import type { Shard } from "../shard";
import type { Stream } from "../stream";

/** How a reader may say where it begins, in the order in which AWS lists them. */
export const startTypes = [
  "AFTER_SEQUENCE_NUMBER",
  "LATEST",
  "AT_TIMESTAMP",
  "AT_SEQUENCE_NUMBER",
  "TRIM_HORIZON",
] as const;

/** Where to begin, as the request of GetShardIterator or SubscribeToShard says it. */
export interface StartPosition {
  readonly type: (typeof startTypes)[number];
  readonly sequenceNumber?: string;
  /** Milliseconds since the epoch. */
  readonly timestampMs?: number;
}

/** What a start position is for: where it is looked up, and the operation that messages name. */
export interface StartContext {
  readonly kinesis: Kinesis;
  readonly stream: Stream;
  readonly shard: Shard;
  readonly operation: "GetShardIterator" | "SubscribeToShard";
}

/**
 * Index of the record to begin with.
 * @throws AwsError `InvalidArgumentException` for a position that does not fit its type, the shard or the present
 */
export function startIndex(context: StartContext, { type, sequenceNumber, timestampMs }: StartPosition): number {
  const { kinesis, shard } = context;
  if (type === "AT_TIMESTAMP") return shard.indexAt(checkTimestamp(kinesis, timestampMs));
  const isBySequence = type === "AT_SEQUENCE_NUMBER" || type === "AFTER_SEQUENCE_NUMBER";
  if (isBySequence !== (sequenceNumber !== undefined)) {
    const given = sequenceNumber === undefined ? "and no StartingSequenceNumber" : "and also a StartingSequenceNumber";
    throw new AwsError(
      "InvalidArgumentException",
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or " +
        `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} ${given}.`,
    );
  }
  if (sequenceNumber !== undefined) return indexOf(context, sequenceNumber, type === "AFTER_SEQUENCE_NUMBER");
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

/** Index of the first record whose number is at, or after, the given one, if that is the shard's own. */
function indexOf({ kinesis, stream, shard, operation }: StartContext, text: string, isAfter: boolean): number {
  const used =
    `StartingSequenceNumber ${text} used in ${operation} on shard ${shard.shardId} in stream ${stream.name} ` +
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
  return Math.max(0, isAfter || parsed.isAfter ? parsed.index + 1 : parsed.index);
}
