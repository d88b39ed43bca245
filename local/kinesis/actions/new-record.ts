import { type BlobInput, blob, blobSizeBytes, shownBytes } from "../../server/blob-shape";
import { atMost, failure, type Path, text, validationError } from "../../server/input-shape";
import { explicitHashKey, hashKeyOf } from "../hash-key";
import type { NewRecord } from "../put";
import type { Stream } from "../stream";
import { hashKey } from "./stream-input";

/** What no stream's records exceed: the greatest `MaxRecordSizeInKiB`. */
const maxDataBytes = 10 * 1024 * 1024;

/** Required members of a record, for PutRecord and PutRecords. */
export const recordMembers = { Data: blob({ maxBytes: maxDataBytes }), PartitionKey: text({ min: 1, max: 256 }) };
/** Optional members of a record. */
export const optionalRecordMembers = { ExplicitHashKey: hashKey };

/** A record as producers send it. */
export interface RecordInput {
  readonly Data: BlobInput;
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
}

/**
 * Makes a record ready to be put.
 * @param path of its data in the input, for the message
 * @throws AwsError `ValidationException` when data and key exceed the stream's `MaxRecordSizeInKiB`,
 *   `InvalidArgumentException` for a bad hash key
 */
export function newRecord(stream: Stream, { Data, PartitionKey, ExplicitHashKey }: RecordInput, path: Path): NewRecord {
  const dataBytes = blobSizeBytes(Data);
  const sizeBytes = dataBytes + Buffer.byteLength(PartitionKey);
  const maxBytes = stream.properties.maxRecordSizeKiB * 1024;
  if (sizeBytes > maxBytes) {
    const tooLarge = dataBytes > maxBytes ? dataBytes : sizeBytes;
    throw validationError([failure(shownBytes(tooLarge), path, atMost(maxBytes))]);
  }
  const key = ExplicitHashKey === undefined ? hashKeyOf(PartitionKey) : explicitHashKey(ExplicitHashKey);
  return { partitionKey: PartitionKey, hashKey: key, data: Data, sizeBytes };
}
