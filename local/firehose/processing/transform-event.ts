import { maxPayloadBytes } from "../../lambda/kinesis-event";
import type { DeliveryRecord } from "../delivery/delivery-record";

/** What the events of one delivery stream have in common. */
export interface TransformSource {
  readonly deliveryStreamArn: string;
  readonly sourceKinesisStreamArn: string | undefined;
}

/** The event that Firehose makes of records for a transform function. */
export function transformEvent(source: TransformSource, invocationId: string, records: readonly DeliveryRecord[]) {
  const { deliveryStreamArn, sourceKinesisStreamArn } = source;
  return {
    invocationId,
    deliveryStreamArn,
    region: deliveryStreamArn.split(":")[3] ?? "",
    ...(sourceKinesisStreamArn !== undefined && { sourceKinesisStreamArn }),
    records: records.map(eventRecord),
  };
}

/** Cuts records into such as one event holds. */
export function* transformBatches(records: readonly DeliveryRecord[]): Generator<readonly DeliveryRecord[]> {
  let start = 0;
  let bytes = fixedBytes;
  for (const [position, record] of records.entries()) {
    const recordBytes = eventRecordBytes(record);
    if (bytes + recordBytes > maxPayloadBytes && position > start) {
      yield records.slice(start, position);
      start = position;
      bytes = fixedBytes;
    }
    bytes += recordBytes;
  }
  if (start < records.length) yield records.slice(start);
}

/** More than the JSON around the records, with two ARNs, comes to. */
const fixedBytes = 1024;
/** More than a record comes to beside its data and what of it is of any length. */
const fixedRecordBytes = 320;

function eventRecordBytes({ recordId, data, position }: DeliveryRecord): number {
  const positionBytes = position ? position.sequenceNumber.length + 6 * position.partitionKey.length : 0;
  return fixedRecordBytes + recordId.length + Math.ceil(data.length / 3) * 4 + positionBytes;
}

function eventRecord({ recordId, arrivalMs, data, position }: DeliveryRecord) {
  return {
    recordId,
    approximateArrivalTimestamp: arrivalMs,
    data: data.toString("base64"),
    ...(position && {
      kinesisRecordMetadata: {
        sequenceNumber: position.sequenceNumber,
        // A number, whatever the libraries' types say.
        subsequenceNumber: position.subsequenceNumber,
        partitionKey: position.partitionKey,
        shardId: position.shardId,
        approximateArrivalTimestamp: position.arrivalMs,
      },
    }),
  };
}
