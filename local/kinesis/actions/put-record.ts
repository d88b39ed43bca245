import { AwsError } from "../../aws-error";
import { readInput, structure } from "../../server/input-shape";
import { encryptionTypeAt } from "../encryption";
import { internalFailure } from "../internal-failure";
import type { Kinesis } from "../kinesis";
import { rateExceeded } from "../rate-exceeded";
import { parseSequenceNumber } from "../sequence-numbers";
import type { Stream } from "../stream";
import { newRecord, optionalRecordMembers, recordMembers } from "./new-record";
import { findServingStream, sequenceNumber, streamMembers } from "./stream-input";

const shape = structure(recordMembers, {
  ...streamMembers,
  ...optionalRecordMembers,
  SequenceNumberForOrdering: sequenceNumber,
});

/** Where the record went. */
export interface PutRecordOutput {
  readonly ShardId: string;
  readonly SequenceNumber: string;
  /** Absent where the stream does not encrypt. */
  readonly EncryptionType?: "KMS";
}

/** Puts one record. `SequenceNumberForOrdering` is only checked: here each number is greater than those before it anyway. */
export function putRecord(kinesis: Kinesis, input: unknown): PutRecordOutput {
  const record = readInput(shape, input);
  const stream = findServingStream(kinesis, record);
  stream.checkReach();
  checkOrdering(kinesis, stream, record.SequenceNumberForOrdering);
  const put = newRecord(stream, record, () => "data");
  const [result] = stream.metrics.putRecord(put, () => stream.put([put]));
  if (!result) throw new RangeError("a put of one record gave no result");
  if (result.isFailed) throw internalFailure();
  if (!result.record) throw rateExceeded(kinesis, stream, result.shard);
  return {
    ShardId: result.shard.shardId,
    SequenceNumber: result.record.sequenceNumber,
    EncryptionType: encryptionTypeAt(stream.properties, result.record.arrivalMs),
  };
}

function checkOrdering(kinesis: Kinesis, stream: Stream, text: string | undefined): void {
  if (text === undefined) return;
  const parsed = parseSequenceNumber(text);
  if (parsed && parsed.arrivedSeconds * 1000 <= kinesis.clock.now()) return;
  throw new AwsError(
    "InvalidArgumentException",
    `ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream ${stream.name} under account ` +
      `${kinesis.accountId} is invalid.`,
  );
}
