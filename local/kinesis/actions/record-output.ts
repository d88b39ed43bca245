import { Bytes } from "../../server/bytes";
import { Timestamp } from "../../server/timestamp";
import { encryptionTypeAt } from "../encryption";
import type { KinesisRecord } from "../reader";
import type { StreamProperties } from "../stream-properties";

/** A record as AWS shows it. */
export interface RecordOutput {
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: Timestamp;
  readonly Data: Bytes;
  readonly PartitionKey: string;
  /** Absent where the record is not encrypted. */
  readonly EncryptionType?: "KMS";
}

/** For GetRecords and SubscribeToShard; `properties` are its stream's. */
export function recordOutput(record: KinesisRecord, properties: Pick<StreamProperties, "encryption">): RecordOutput {
  return {
    SequenceNumber: record.sequenceNumber,
    ApproximateArrivalTimestamp: new Timestamp(record.arrivalMs),
    Data: new Bytes(record.bytes),
    PartitionKey: record.partitionKey,
    EncryptionType: encryptionTypeAt(properties, record.arrivalMs),
  };
}
