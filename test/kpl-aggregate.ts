import { createHash } from "node:crypto";

/**
 * Packs records into one, as the Kinesis Producer Library does: magic number, protobuf `AggregatedRecord`, MD5.
 * Every record has a partition key of its own in the key table.
 */
export function kplAggregate(records: readonly { readonly partitionKey: string; readonly data: Buffer }[]): Buffer {
  const keys = records.map(({ partitionKey }) => lengthDelimited(1, Buffer.from(partitionKey)));
  const packed = records.map(({ data }, index) =>
    lengthDelimited(3, Buffer.concat([varintField(1, index), lengthDelimited(3, data)])),
  );
  const message = Buffer.concat([...keys, ...packed]);
  return Buffer.concat([Buffer.from("f3899ac2", "hex"), message, createHash("md5").update(message).digest()]);
}

function lengthDelimited(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
