import type { KinesisRecord } from "../kinesis/reader";

/** Why Lambda gave a batch up. */
export type FailureCondition = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** A batch that was given up, and how. */
export interface FailedBatch {
  readonly first: KinesisRecord;
  readonly last: KinesisRecord;
  /** Records from first to last. */
  readonly batchSize: number;
  readonly condition: FailureCondition;
  readonly shardId: string;
  readonly streamArn: string;
  readonly functionArn: string;
  /** Of the last invocation. */
  readonly requestId: string;
  /** How often the function was called with this batch; throttled attempts don't count. */
  readonly approximateInvokeCount: number;
  /** How the function answered last: `Unhandled` when it threw, `null` when its response reported failures. */
  readonly functionError: "Unhandled" | null;
}

/**
 * What an on-failure destination gets of a batch: metadata, by which the records can be read again from the stream.
 * `responseContext` is left out when the function was never called.
 */
export function failureRecord(batch: FailedBatch, nowMs: number) {
  const { first, last, condition, functionArn, requestId, approximateInvokeCount, functionError } = batch;
  return {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount },
    ...(approximateInvokeCount > 0 && {
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError },
    }),
    version: "1.0",
    timestamp: new Date(nowMs).toISOString(),
    KinesisBatchInfo: {
      shardId: batch.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrivalMs).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivalMs).toISOString(),
      batchSize: batch.batchSize,
      streamArn: batch.streamArn,
    },
  };
}

/** The S3 key of a failure record: `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>`. */
export function failureKey(mappingUuid: string, shardId: string, nowMs: number, uuid: string): string {
  const at = new Date(nowMs).toISOString();
  const day = at.slice(0, 10).replaceAll("-", "/");
  return `aws/lambda/${mappingUuid}/${shardId}/${day}/${at.slice(0, 19).replaceAll(":", ".")}-${uuid}`;
}
