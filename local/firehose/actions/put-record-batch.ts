import { blobBuffer, blobSizeBytes } from "../../server/blob-shape";
import { list, readInput, structure } from "../../server/input-shape";
import { invalidArgument } from "../configuration/invalid-argument";
import type { Firehose } from "../firehose";
import { slowDown } from "../firehose-stream";
import { deliveryStreamName } from "./delivery-stream-input";
import { findDirectPutStream, record } from "./direct-put";

/** Data of all records of a request together. */
const maxRequestBytes = 4 * 1024 * 1024;

const shape = structure(
  {
    DeliveryStreamName: deliveryStreamName,
    Records: list(record, { min: 1, max: 500, shownAs: "com.amazonaws.firehose.v20150804.Record@0" }),
  },
  {},
);

/** What became of one record. */
export type PutRecordBatchResponseEntry =
  | { readonly RecordId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** In the order of the request. */
export interface PutRecordBatchOutput {
  readonly FailedPutCount: number;
  /** Whether server-side encryption is on. */
  readonly Encrypted: boolean;
  readonly RequestResponses: readonly PutRecordBatchResponseEntry[];
}

/** Puts up to 500 records. What is wrong with one refuses all; a quota that is used up fails only those beyond it. */
export function putRecordBatch(firehose: Firehose, input: unknown): PutRecordBatchOutput {
  const { DeliveryStreamName, Records } = readInput(shape, input);
  const requestBytes = Records.reduce((sum, { Data }) => sum + blobSizeBytes(Data), 0);
  if (requestBytes > maxRequestBytes) {
    throw invalidArgument("Records size exceeds 4 MB limit");
  }
  const stream = findDirectPutStream(firehose, DeliveryStreamName);
  const { requests, records, bytes, latency } = stream.metrics.putRecordBatch;
  const startedMs = firehose.clock.now();
  const outcomes = stream.put(Records.map(({ Data }) => blobBuffer(Data)));
  requests.record(1);
  records.record(Records.length);
  bytes.record(requestBytes);
  latency.record(firehose.clock.now() - startedMs);
  return {
    FailedPutCount: outcomes.filter((outcome) => outcome !== "taken").length,
    Encrypted: stream.encryption !== undefined,
    RequestResponses: outcomes.map((outcome) =>
      outcome === "taken"
        ? { RecordId: firehose.random.uuid() }
        : { ErrorCode: "ServiceUnavailableException", ErrorMessage: slowDown },
    ),
  };
}
