import { deaggregate } from "./kpl";

/** What Lambda hands to a function that reads a stream. */
export interface KinesisEvent {
  /** Records of one shard, in the order of their sequence numbers. */
  readonly Records: readonly KinesisEventRecord[];
}

/** One record of a {@link KinesisEvent}. */
export interface KinesisEventRecord {
  /** `<shard id>:<sequence number>`. */
  readonly eventID: string;
  readonly kinesis: {
    /** Base64. */
    readonly data: string;
    readonly partitionKey: string;
    readonly sequenceNumber: string;
    /** Seconds since the epoch, with a fraction. */
    readonly approximateArrivalTimestamp: number;
  };
}

/** The answer of a function whose mapping has `ReportBatchItemFailures`: empty when all went well. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A record as its producer put it, with its place in the stream. */
export interface StreamRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Position inside a KPL aggregate, whose records share a sequence number; absent for a record of its own. */
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  /** When the stream took it, in milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  readonly data: Buffer;
}

/** A record of an event as it came, not taken apart. */
export function toStreamRecord({ eventID, kinesis }: KinesisEventRecord): StreamRecord {
  return {
    shardId: eventID.slice(0, eventID.indexOf(":")),
    sequenceNumber: kinesis.sequenceNumber,
    partitionKey: kinesis.partitionKey,
    arrivedAtMs: Math.round(kinesis.approximateArrivalTimestamp * 1000),
    data: Buffer.from(kinesis.data, "base64"),
  };
}

/**
 * The records that `record` holds: those of a KPL aggregate, or itself.
 * @throws MalformedAggregateError when it is an aggregate that can't be read
 */
export function unpack(record: StreamRecord): readonly StreamRecord[] {
  const aggregated = deaggregate(record.data);
  if (!aggregated) return [record];
  return aggregated.map(({ partitionKey, data }, subSequenceNumber) => ({
    ...record,
    subSequenceNumber,
    partitionKey,
    data,
  }));
}
