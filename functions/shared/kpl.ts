import { createHash } from "node:crypto";

/** One of the records that the Kinesis Producer Library packed into an aggregate. */
export interface AggregatedRecord {
  readonly partitionKey: string;
  readonly data: Buffer;
}

/** A record that is marked as a KPL aggregate, has the right checksum, and yet can't be read. */
export class MalformedAggregateError extends Error {
  override readonly name = "MalformedAggregateError";
}

// The KPL's aggregation format: magic number, protobuf `AggregatedRecord`, MD5 of the protobuf.
const magic = 0xf3899ac2;
const magicBytes = 4;
const checksumBytes = 16;

// Field numbers of `AggregatedRecord` and of its `Record`. Number 2 of each tells explicit hash keys, which decided
// the aggregate's shard and mean nothing to who reads it.
const aggregateFields = { partitionKeyTable: 1, records: 3 };
const recordFields = { partitionKeyIndex: 1, data: 3 };

/** 256 characters, as for any record: a longer key that all records share would grow to gigabytes with their copies. */
const maxPartitionKeyBytes = 4 * 256;

/**
 * The records of a KPL aggregate in their order, or undefined when `data` is none: no magic number, or a checksum that
 * does not match, which the KPL's own readers too take for data that happens to begin like an aggregate.
 * @throws MalformedAggregateError when the checksum matches but the rest can't be read
 */
export function deaggregate(data: Buffer): readonly AggregatedRecord[] | undefined {
  if (data.length < magicBytes + checksumBytes || data.readUInt32BE(0) !== magic) return undefined;
  const message = data.subarray(magicBytes, -checksumBytes);
  const checksum = createHash("md5").update(message).digest();
  if (!checksum.equals(data.subarray(-checksumBytes))) return undefined;
  return readAggregate(message);
}

function readAggregate(message: Buffer): AggregatedRecord[] {
  const partitionKeys: string[] = [];
  const records: Buffer[] = [];
  for (const { number, value } of fields(message)) {
    if (number === aggregateFields.partitionKeyTable) partitionKeys.push(partitionKeyOf(bytes(value)));
    else if (number === aggregateFields.records) records.push(bytes(value));
  }
  if (records.length === 0) throw new MalformedAggregateError("the KPL aggregate holds no records");
  // Read last: protobuf does not promise that the tables come before the records that point into them.
  return records.map((record) => readRecord(record, partitionKeys));
}

function readRecord(record: Buffer, partitionKeys: string[]): AggregatedRecord {
  let partitionKey: string | undefined;
  let data: Buffer | undefined;
  for (const { number, value } of fields(record)) {
    if (number === recordFields.partitionKeyIndex) partitionKey = keyAt(partitionKeys, value);
    else if (number === recordFields.data) data = bytes(value);
  }
  if (partitionKey === undefined)
    throw new MalformedAggregateError("a record of the KPL aggregate has no partition key");
  if (data === undefined) throw new MalformedAggregateError("a record of the KPL aggregate has no data");
  return { partitionKey, data };
}

interface Field {
  readonly number: number;
  /** A number for a varint, bytes for the rest. */
  readonly value: number | Buffer;
}

/** The fields of a protobuf message, in their order on the wire. */
function* fields(message: Buffer): Generator<Field> {
  let offset = 0;

  const varint = (): number => {
    let value = 0;
    for (let factor = 1; factor < 2 ** 63; factor *= 128) {
      const byte = message[offset++];
      if (byte === undefined) throw new MalformedAggregateError("the KPL aggregate ends inside a number");
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new MalformedAggregateError("the KPL aggregate holds a number of more than 63 bits");
  };
  const take = (length: number): Buffer => {
    if (offset + length > message.length) {
      throw new MalformedAggregateError(
        `the KPL aggregate promises ${length} bytes where ${message.length - offset} are left`,
      );
    }
    offset += length;
    return message.subarray(offset - length, offset);
  };

  while (offset < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) yield { number, value: varint() };
    else if (wireType === 1) yield { number, value: take(8) };
    else if (wireType === 2) yield { number, value: take(varint()) };
    else if (wireType === 5) yield { number, value: take(4) };
    else
      throw new MalformedAggregateError(`the KPL aggregate uses protobuf wire type ${wireType}, which has no meaning`);
  }
}

function partitionKeyOf(key: Buffer): string {
  if (key.length <= maxPartitionKeyBytes) return key.toString();
  throw new MalformedAggregateError(`the KPL aggregate has a partition key of ${key.length} bytes`);
}

function bytes(value: number | Buffer): Buffer {
  if (typeof value !== "number") return value;
  throw new MalformedAggregateError(`the KPL aggregate holds the number ${value} where bytes belong`);
}

function keyAt(partitionKeys: string[], index: number | Buffer): string {
  const found = typeof index === "number" ? partitionKeys[index] : undefined;
  if (found !== undefined) return found;
  const got =
    typeof index === "number"
      ? `partition key ${index} of ${partitionKeys.length}`
      : "bytes where the index of a partition key belongs";
  throw new MalformedAggregateError(`a record of the KPL aggregate names ${got}`);
}
