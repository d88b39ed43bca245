import { AwsError } from "../../aws-error";
import { list, readInput, structure } from "../../server/input-shape";
import { WritesJson } from "../../server/writes-json";
import { encryptionTypeAt } from "../encryption";
import { internalFailure } from "../internal-failure";
import type { Kinesis } from "../kinesis";
import type { PutResult } from "../put";
import { rateExceededMessage } from "../rate-exceeded";
import type { Stream } from "../stream";
import { newRecord, optionalRecordMembers, recordMembers } from "./new-record";
import { findServingStream, streamMembers } from "./stream-input";

/** Data and partition keys of all records of a request together. */
const maxRequestBytes = 10 * 1024 * 1024;

const shape = structure(
  {
    Records: list(structure(recordMembers, optionalRecordMembers), {
      min: 1,
      max: 500,
      shownAs: "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@0",
    }),
  },
  streamMembers,
);

/** What became of one record. */
export type PutRecordsResultEntry =
  | { readonly SequenceNumber: string; readonly ShardId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** In the order of the request. */
export interface PutRecordsOutput {
  readonly FailedRecordCount: number;
  readonly Records: readonly PutRecordsResultEntry[];
  /** Absent where the stream does not encrypt. */
  readonly EncryptionType?: "KMS";
}

class AcknowledgedRecord extends WritesJson {
  constructor(
    readonly SequenceNumber: string,
    readonly ShardId: string,
  ) {
    super();
  }

  override writeJson(): string {
    return `{"SequenceNumber":"${this.SequenceNumber}","ShardId":"${this.ShardId}"}`;
  }
}

/** Puts up to 500 records. What is wrong with one refuses all; a shard without rate left fails only its own. */
export function putRecords(kinesis: Kinesis, input: unknown): PutRecordsOutput {
  const { Records, ...named } = readInput(shape, input);
  const stream = findServingStream(kinesis, named);
  stream.checkReach();
  const records = Records.map((record, position) =>
    newRecord(stream, record, () => `records.${position + 1}.member.data`),
  );
  const requestBytes = records.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
  if (requestBytes > maxRequestBytes) {
    throw new AwsError("InvalidArgumentException", "Records size exceeds 10 MB limit");
  }
  const results = stream.metrics.putRecords(records, () => stream.put(records));
  return {
    FailedRecordCount: results.filter(({ record }) => !record).length,
    Records: results.map((result) => toEntry(kinesis, stream, result)),
    EncryptionType: encryptionTypeAt(stream.properties, kinesis.clock.now()),
  };
}

function toEntry(kinesis: Kinesis, stream: Stream, { shard, record, isFailed }: PutResult): PutRecordsResultEntry {
  if (isFailed) return { ErrorCode: internalFailure().code, ErrorMessage: internalFailure().message };
  if (record) return new AcknowledgedRecord(record.sequenceNumber, shard.shardId);
  return {
    ErrorCode: "ProvisionedThroughputExceededException",
    ErrorMessage: rateExceededMessage(kinesis, stream, shard),
  };
}
