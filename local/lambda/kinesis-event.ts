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

/** The event that Lambda makes of a batch. */
export function kinesisEvent(source: EventSource, records: readonly KinesisRecord[]): KinesisStreamEvent {
  const awsRegion = regionOf(source);
  return { Records: records.map((record) => eventRecord(source, awsRegion, record)) };
}

/** Counts a record's share of an event's JSON, without making it: never less than the truth. */
export function payloadSizer(source: EventSource): (record: KinesisRecord) => number {
  const empty = { index: 0, sequenceNumber: "", arrivalMs: 0, partitionKey: "", data: "", sizeBytes: 0 };
  const milliseconds = "1767225600.123".length;
  const fixed = Buffer.byteLength(JSON.stringify(eventRecord(source, regionOf(source), empty))) + milliseconds;
  return (record) =>
    fixed +
    record.data.length +
    // Once as such, once in the event's id.
    2 * record.sequenceNumber.length +
    Buffer.byteLength(JSON.stringify(record.partitionKey));
}

function regionOf(source: EventSource): string {
  return source.eventSourceArn.split(":")[3] ?? "";
}

function eventRecord(source: EventSource, awsRegion: string, record: KinesisRecord): KinesisStreamRecord {
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequenceNumber,
      data: record.data,
      approximateArrivalTimestamp: record.arrivalMs / 1000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${source.shardId}:${record.sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: source.roleArn,
    awsRegion,
    eventSourceARN: source.eventSourceArn,
  };
}
