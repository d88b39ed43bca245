import { crc32 } from "node:zlib";

// A frame holds the records that one request brought to a shard. Little-endian, at these offsets: CRC-32 of all that
// follows it (4 bytes), length of the whole frame (4), number of records (4), index of the first (8, a double),
// arrival in milliseconds (8, a double), then the records: lengths of key (2) and data (4), key in UTF-8, data.
const checksumBytes = 4;
const lengthAt = 4;
const countAt = 8;
const firstIndexAt = 12;
const arrivalAt = 20;
const headerBytes = 28;
const recordHeaderBytes = 6;

/** A record to be written. */
export interface UnwrittenRecord {
  readonly partitionKey: string;
  /** Base64 or bytes. */
  readonly data: string | Uint8Array;
  /** Bytes of data and of the partition key in UTF-8. */
  readonly sizeBytes: number;
}

/** Where a frame lies in its bytes, and what it holds. */
export interface Frame {
  readonly bytes: Buffer;
  readonly at: number;
  /** Of its first record's header. */
  readonly recordsAt: number;
  readonly endAt: number;
  readonly firstIndex: number;
  /** Of the record behind its last. */
  readonly endIndex: number;
  /** When its records came, all together, milliseconds since the epoch. */
  readonly arrivalMs: number;
}

/** How many bytes the frame of these records takes. */
export function frameBytes(records: readonly UnwrittenRecord[]): number {
  let bytes = headerBytes;
  for (const { sizeBytes } of records) bytes += recordHeaderBytes + sizeBytes;
  return bytes;
}

/** Writes the frame of `records`, which must have room at `at`. @returns where it ends */
export function writeFrame(
  bytes: Buffer,
  at: number,
  records: readonly UnwrittenRecord[],
  firstIndex: number,
  arrivalMs: number,
): number {
  let end = at + headerBytes;
  for (const { partitionKey, data } of records) {
    const keyAt = end + recordHeaderBytes;
    const dataAt = keyAt + bytes.write(partitionKey, keyAt, "utf8");
    bytes.writeUInt16LE(dataAt - keyAt, end);
    end = dataAt + writeData(bytes, dataAt, data);
    bytes.writeUInt32LE(end - dataAt, keyAt - 4);
  }
  bytes.writeUInt32LE(end - at, at + lengthAt);
  bytes.writeUInt32LE(records.length, at + countAt);
  bytes.writeDoubleLE(firstIndex, at + firstIndexAt);
  bytes.writeDoubleLE(arrivalMs, at + arrivalAt);
  bytes.writeUInt32LE(crc32(bytes.subarray(at + checksumBytes, end)), at);
  return end;
}

function writeData(bytes: Buffer, at: number, data: string | Uint8Array): number {
  if (typeof data === "string") return bytes.write(data, at, "base64");
  bytes.set(data, at);
  return data.length;
}

/** Reads the head of a frame that is known to be sound. */
export function readFrame(bytes: Buffer, at: number): Frame {
  const firstIndex = bytes.readDoubleLE(at + firstIndexAt);
  return {
    bytes,
    at,
    recordsAt: at + headerBytes,
    endAt: at + bytes.readUInt32LE(at + lengthAt),
    firstIndex,
    endIndex: firstIndex + bytes.readUInt32LE(at + countAt),
    arrivalMs: bytes.readDoubleLE(at + arrivalAt),
  };
}

/**
 * Reads the head of what may be no frame; undefined unless it is one, sound, whose first record's index lies between
 * the two.
 */
export function findFrame(bytes: Buffer, at: number, minIndex: number, maxIndex = minIndex): Frame | undefined {
  if (at + headerBytes > bytes.length) return undefined;
  const frame = readFrame(bytes, at);
  // The checksum last: of bytes that are none of these it would be taken in vain.
  if (frame.firstIndex < minIndex || frame.firstIndex > maxIndex) return undefined;
  if (frame.endAt < frame.recordsAt || frame.endAt > bytes.length) return undefined;
  return crc32(bytes.subarray(at + checksumBytes, frame.endAt)) === bytes.readUInt32LE(at) ? frame : undefined;
}

/** Where the parts of a record lie. */
export interface RecordPlace {
  readonly keyAt: number;
  readonly dataAt: number;
  readonly endAt: number;
}

/** Reads the head of a record. */
export function readRecord(bytes: Buffer, at: number): RecordPlace {
  const keyAt = at + recordHeaderBytes;
  const dataAt = keyAt + bytes.readUInt16LE(at);
  return { keyAt, dataAt, endAt: dataAt + bytes.readUInt32LE(at + 2) };
}
