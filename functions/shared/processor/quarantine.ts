import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { StreamRecord } from "../kinesis-event";
import { type QuarantinedRecord, quarantineKey } from "./contract";
import type { Settings } from "./settings";

/** A record that can never be processed, and why. */
export interface Reject {
  readonly record: StreamRecord;
  readonly reason: string;
}

/**
 * Puts the rejects of a batch into the failures bucket, as one object of JSON lines in the order of the stream: those
 * that the batch's answer acknowledges. The others come again, in a batch that begins later and so has another object.
 * The ends are those of what is acknowledged, bad or not: they determine what lies between, so that an object is never
 * replaced by one that holds less.
 * @throws what `putObject` throws: nothing is acknowledged then
 */
export async function quarantine(
  rejects: readonly Reject[],
  firstSequenceNumber: string,
  lastSequenceNumber: string,
  { processorName, failuresBucket }: Settings,
  putObject: (input: PutObjectCommandInput) => Promise<unknown>,
): Promise<void> {
  const shardId = rejects[0]?.record.shardId;
  if (shardId === undefined) return;
  await putObject({
    Bucket: failuresBucket,
    Key: quarantineKey(processorName, shardId, firstSequenceNumber, lastSequenceNumber),
    Body: rejects.map((reject) => `${JSON.stringify(toLine(reject))}\n`).join(""),
    ContentType: "application/x-ndjson",
  });
}

function toLine({ record, reason }: Reject): QuarantinedRecord {
  const { shardId, sequenceNumber, subSequenceNumber, partitionKey, arrivedAtMs, data } = record;
  return {
    reason,
    shardId,
    sequenceNumber,
    subSequenceNumber,
    partitionKey,
    arrivedAt: new Date(arrivedAtMs).toISOString(),
    data: data.toString("base64"),
  };
}
