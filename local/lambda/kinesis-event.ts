import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import type { KinesisRecord } from "../kinesis/reader";

/** Lambda's limit on the payload of an invocation, 6 MB: a batch closes before it. */
export const maxPayloadBytes = 6 * 1024 * 1024;

/** What the events of one shard have in common. */
export interface EventSource {
  readonly shardId: string;
  readonly eventSourceArn: string;
  readonly roleArn: string;
}

/** What a function sees of a record. */
type ShownRecord = Pick<KinesisRecord, "sequenceNumber" | "partitionKey" | "data" | "arrivalMs">;

/** The event that Lambda makes of a batch. */
export function kinesisEvent(source: EventSource, records: readonly KinesisRecord[]): KinesisStreamEvent {
  const awsRegion = regionOf(source);
  return { Records: records.map((record) => eventRecord(source, awsRegion, record)) };
}

/** Counts a record's share of an event's JSON, without making it: never less than the truth. */
export function payloadSizer(source: EventSource): (record: KinesisRecord) => number {
  // All sequence numbers are as long: making one only to measure it would be the dearest part.
  const sequenceNumber = "0".repeat(56);
  const nothing = { sequenceNumber, arrivalMs: 0, partitionKey: "", data: "" };
  const milliseconds = "1767225600.123".length;
  const fixed = Buffer.byteLength(JSON.stringify(eventRecord(source, regionOf(source), nothing))) + milliseconds;
  return ({ bytes, partitionKey }) =>
    fixed + 4 * Math.ceil(bytes.length / 3) + Buffer.byteLength(JSON.stringify(partitionKey));
}

function regionOf(source: EventSource): string {
  return source.eventSourceArn.split(":")[3] ?? "";
}

function eventRecord(
  source: EventSource,
  awsRegion: string,
  { sequenceNumber, partitionKey, data, arrivalMs }: ShownRecord,
): KinesisStreamRecord {
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey,
      sequenceNumber,
      data,
      approximateArrivalTimestamp: arrivalMs / 1000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${source.shardId}:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: source.roleArn,
    awsRegion,
    eventSourceARN: source.eventSourceArn,
  };
}
