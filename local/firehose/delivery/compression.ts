import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { createGzip } from "node:zlib";
import type { CompressionFormat } from "@aws-sdk/client-firehose";
import { Zip, ZipDeflate } from "fflate";
import * as snappy from "snappyjs";
import type { Random } from "../../random";

const deflateBlockBytes = 64 * 1024;
/** Large, since zlib works in a thread of its own and each block, in and out, waits for a turn of the event loop. */
const gzipBlockBytes = 1024 * 1024;
/** Of both formats of snappy-java, which reads any; its default, and so AWS's. */
const snappyBlockBytes = 32 * 1024;

/** What snappy-java's streams begin with: a magic number, the version and the oldest compatible version, both 1. */
const snappyHeader = Buffer.from("82534e4150505900" + "00000001" + "00000001", "hex");

/**
 * Compresses the body of an object. The event loop runs on meanwhile.
 * `Snappy` is the stream format of snappy-java, not the framing format of Snappy itself; `HADOOP_SNAPPY` is that of
 * Hadoop's SnappyCodec. `ZIP` is an archive of one file that is named by a UUID.
 *
 * @param chunks the body, in pieces
 * @returns the compressed body, in pieces
 */
export async function compress(
  format: CompressionFormat,
  chunks: readonly Uint8Array[],
  random: Random,
): Promise<readonly Uint8Array[]> {
  switch (format) {
    case "UNCOMPRESSED":
      return chunks;
    case "GZIP":
      return gzip(chunks);
    case "ZIP":
      return zip(random.uuid(), chunks);
    case "Snappy":
      return [snappyHeader, ...(await snappyBlocks(chunks, (_raw, compressed) => [int32(compressed), compressed]))];
    case "HADOOP_SNAPPY":
      return snappyBlocks(chunks, (raw, compressed) => [int32(raw), int32(compressed), compressed]);
  }
}

async function gzip(chunks: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const compressed: Uint8Array[] = [];
  const gzip = createGzip({ chunkSize: gzipBlockBytes });
  await pipeline(Readable.from(inBlocks(chunks, gzipBlockBytes)), gzip, async (pieces) => {
    for await (const piece of pieces) compressed.push(piece);
  });
  return compressed;
}

async function zip(fileName: string, chunks: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const archive: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    archive.push(piece);
  });
  const file = new ZipDeflate(fileName);
  zip.add(file);
  for (const block of inBlocks(chunks, deflateBlockBytes)) {
    file.push(block);
    await setImmediate();
  }
  file.push(new Uint8Array(0), true);
  zip.end();
  return archive;
}

async function snappyBlocks(
  chunks: readonly Uint8Array[],
  frame: (raw: Buffer, compressed: Buffer) => readonly Buffer[],
): Promise<Uint8Array[]> {
  const framed: Uint8Array[] = [];
  for (const block of inBlocks(chunks, snappyBlockBytes)) {
    framed.push(...frame(block, snappy.compress(block)));
    await setImmediate();
  }
  return framed;
}

/** The length of a block as both formats write it. */
function int32({ length }: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  return bytes;
}

/** The same bytes in blocks of one size, the last one shorter: records are far smaller than what a codec likes. */
function* inBlocks(chunks: readonly Uint8Array[], blockBytes: number): Generator<Buffer> {
  let block = Buffer.allocUnsafe(blockBytes);
  let used = 0;
  for (const chunk of chunks) {
    for (let offset = 0; offset < chunk.length; ) {
      const piece = chunk.subarray(offset, offset + blockBytes - used);
      block.set(piece, used);
      used += piece.length;
      offset += piece.length;
      if (used < blockBytes) continue;
      yield block;
      block = Buffer.allocUnsafe(blockBytes);
      used = 0;
    }
  }
  if (used > 0) yield block.subarray(0, used);
}
