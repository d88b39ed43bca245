import { deaggregate, MalformedAggregateError } from "../../../functions/shared/kpl";
import type { KinesisRecord } from "../../kinesis/reader";
import type { DeliveryRecord, Receipt } from "./delivery-record";

/** What records have in common that were read together. */
export interface ReadTogether {
  readonly shardId: string;
  /** When that was, milliseconds since the epoch. */
  readonly takenMs: number;
  readonly receipt: Receipt;
}

/** Records of a shard as a delivery stream takes them: the records of a KPL aggregate each by itself. */
export function streamRecords(records: readonly KinesisRecord[], read: ReadTogether): DeliveryRecord[] {
  const taken: DeliveryRecord[] = [];
  for (const record of records) {
    // A copy: what is buffered here for long would keep whole blocks of the shard's log in memory.
    const data = Buffer.from(record.bytes);
    const parts = aggregatedRecords(data) ?? [{ partitionKey: record.partitionKey, data }];
    for (const [subsequenceNumber, part] of parts.entries()) {
      taken.push(streamRecord(record, part, subsequenceNumber, read));
    }
  }
  return taken;
}

/** Undefined for no aggregate. A malformed one is delivered as it is: a record is never lost for its form. */
function aggregatedRecords(data: Buffer) {
  try {
    return deaggregate(data);
  } catch (error) {
    if (error instanceof MalformedAggregateError) return undefined;
    throw error;
  }
}

function streamRecord(
  { sequenceNumber, arrivalMs }: KinesisRecord,
  { partitionKey, data }: { readonly partitionKey: string; readonly data: Buffer },
  subsequenceNumber: number,
  { shardId, takenMs, receipt }: ReadTogether,
): DeliveryRecord {
  return {
    // As AWS has it: the sequence number and six digits for the position in the aggregate.
    recordId: sequenceNumber + String(subsequenceNumber).padStart(6, "0"),
    data,
    // AWS gives a function the same time for both, which keeps a record's prefix through a second delivery.
    arrivalMs,
    takenMs,
    position: { shardId, partitionKey, sequenceNumber, subsequenceNumber, arrivalMs },
    receipt,
  };
}
