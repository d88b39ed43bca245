import { atMost, base64Bytes, blob, failure, shownBytes, text, validationError } from "../../server/input-shape";
import { explicitHashKey, hashKeyOf } from "../hash-key";
import type { NewRecord } from "../stream";
import { hashKey } from "./stream-input";

/** Data and partition key of a record together (`MaxRecordSizeInKiB`, whose default is 1,024). */
export const maxRecordBytes = 1024 * 1024;

/** Required members of a record, for PutRecord and PutRecords. */
export const recordMembers = { Data: blob({ maxBytes: maxRecordBytes }), PartitionKey: text({ min: 1, max: 256 }) };
/** Optional members of a record. */
export const optionalRecordMembers = { ExplicitHashKey: hashKey };

/** A record as producers send it. */
export interface RecordInput {
  readonly Data: string;
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
}

/**
 * Makes a record ready to be put.
 * @param path of its data in the input, for the message
 * @throws AwsError `ValidationException` when data and key are too large, `InvalidArgumentException` for a bad hash key
 */
export function newRecord({ Data, PartitionKey, ExplicitHashKey }: RecordInput, path: string): NewRecord {
  const sizeBytes = base64Bytes(Data) + Buffer.byteLength(PartitionKey);
  if (sizeBytes > maxRecordBytes) {
    throw validationError([failure(shownBytes(sizeBytes), path, atMost(maxRecordBytes))]);
  }
  const key = ExplicitHashKey === undefined ? hashKeyOf(PartitionKey) : explicitHashKey(ExplicitHashKey);
  return { partitionKey: PartitionKey, hashKey: key, data: Data, sizeBytes };
}
