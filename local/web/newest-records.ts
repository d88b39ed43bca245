import { deaggregate, MalformedAggregateError } from "../../functions/shared/kpl";
import type { Kinesis } from "../kinesis/kinesis";
import type { KinesisRecord } from "../kinesis/reader";
import type { Stream } from "../kinesis/stream";
import type { Tail, TailRecord } from "./snapshot";

const maxRecords = 20;
/** Of one read: records may have 10 MiB. */
const maxReadBytes = 1024 * 1024;
/** Longer ones are cut: the page is for looking at them. */
const maxTextLength = 600;

/**
 * Reads the newest records of a stream, as text.
 * @param name @default the stream that has taken most records
 */
export function readTail(kinesis: Kinesis, short: (name: string) => string, name?: string): Tail {
  const streams = kinesis.streams();
  const [busiest] = streams.toSorted((one, other) => other.recordCount - one.recordCount);
  const stream = streams.find((one) => one.name === name) ?? busiest;
  return {
    stream: stream?.name,
    streams: streams.map((one) => ({ name: one.name, label: short(one.name) })),
    records: stream ? newestOf(stream) : [],
  };
}

function newestOf(stream: Stream): readonly TailRecord[] {
  const records = stream.shards().flatMap((shard) => {
    const newest = shard.read(shard.nextIndex - maxRecords, maxRecords, maxReadBytes);
    return newest.map((record) => ({ shardId: shard.shardId, record }));
  });
  const byArrival = records.toSorted((one, other) => other.record.arrivalMs - one.record.arrivalMs);
  return byArrival.slice(0, maxRecords).map(({ shardId, record }) => readable(shardId, record));
}

function readable(shardId: string, record: KinesisRecord): TailRecord {
  const { sequenceNumber, arrivalMs, partitionKey, bytes } = record;
  const packed = unpack(bytes);
  const text = (packed?.at(-1)?.data ?? bytes).toString("utf8", 0, 4 * maxTextLength);
  return {
    ...{ shardId, sequenceNumber, arrivalMs, partitionKey, aggregated: packed?.length },
    text: text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text,
  };
}

/** A record that only says that it is an aggregate is shown as it is. */
function unpack(bytes: Buffer): ReturnType<typeof deaggregate> {
  try {
    return deaggregate(bytes);
  } catch (error) {
    if (error instanceof MalformedAggregateError) return undefined;
    throw error;
  }
}
