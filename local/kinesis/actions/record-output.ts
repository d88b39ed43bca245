import { Bytes } from "../../server/bytes";
import { Timestamp } from "../../server/timestamp";
import { WritesJson } from "../../server/writes-json";
import { encryptionTypeAt } from "../encryption";
import type { KinesisRecord } from "../reader";
import type { StreamProperties } from "../stream-properties";

/** A record as AWS shows it, for GetRecords and SubscribeToShard. */
export class RecordOutput extends WritesJson {
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: Timestamp;
  readonly Data: Bytes;
  readonly PartitionKey: string;
  /** Absent where the record is not encrypted. */
  readonly EncryptionType?: "KMS";

  /** @param properties its stream's */
  constructor(record: KinesisRecord, properties: Pick<StreamProperties, "encryption">) {
    super();
    this.SequenceNumber = record.sequenceNumber;
    this.ApproximateArrivalTimestamp = new Timestamp(record.arrivalMs);
    this.Data = new Bytes(record);
    this.PartitionKey = record.partitionKey;
    this.EncryptionType = encryptionTypeAt(properties, record.arrivalMs);
  }

  override writeJson(): string {
    const encryption = this.EncryptionType === undefined ? "" : `,"EncryptionType":"${this.EncryptionType}"`;
    return (
      `{"SequenceNumber":"${this.SequenceNumber}",` +
      `"ApproximateArrivalTimestamp":${this.ApproximateArrivalTimestamp.toJSON()},` +
      `"Data":"${this.Data.toJSON()}","PartitionKey":${JSON.stringify(this.PartitionKey)}${encryption}}`
    );
  }
}
