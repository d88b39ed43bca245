import { AwsError } from "../../aws-error";
import { blobBuffer } from "../../server/blob-shape";
import { readInput, structure } from "../../server/input-shape";
import type { Firehose } from "../firehose";
import { slowDown } from "../firehose-stream";
import { deliveryStreamName } from "./delivery-stream-input";
import { findDirectPutStream, record } from "./direct-put";

const shape = structure({ DeliveryStreamName: deliveryStreamName, Record: record }, {});

/** That the record was taken. */
export interface PutRecordOutput {
  readonly RecordId: string;
  /** Whether server-side encryption is on. */
  readonly Encrypted: boolean;
}

/** Puts one record. @throws AwsError `ServiceUnavailableException` beyond the quota */
export function putRecord(firehose: Firehose, input: unknown): PutRecordOutput {
  const { DeliveryStreamName, Record } = readInput(shape, input);
  const stream = findDirectPutStream(firehose, DeliveryStreamName);
  const { requests, bytes, latency } = stream.metrics.putRecord;
  const startedMs = firehose.clock.now();
  const data = blobBuffer(Record.Data);
  const [outcome] = stream.put([data]);
  requests.record(1);
  bytes.record(data.length);
  latency.record(firehose.clock.now() - startedMs);
  if (outcome !== "taken") throw new AwsError("ServiceUnavailableException", slowDown, 503);
  return { RecordId: firehose.random.uuid(), Encrypted: stream.encryption !== undefined };
}
