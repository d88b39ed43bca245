import { gunzipSync } from "node:zlib";
import type { CompressionFormat } from "@aws-sdk/client-firehose";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { uncompress } from "snappyjs";
import { seededRandom } from "../../random";
import { compress } from "./compression";

const bodies = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.record({ byte: fc.nat(255), count: fc.nat(100_000) }).map(({ byte, count }) => Buffer.alloc(count, byte)),
  ),
  { maxLength: 8 },
);

async function compressed(format: CompressionFormat, chunks: readonly Uint8Array[]): Promise<Buffer> {
  return Buffer.concat(await compress(format, chunks, seededRandom(1)));
}

/** Reads blocks that begin with `lengths` lengths, the last of which is that of the compressed bytes. */
function readBlocks(framed: Buffer, lengths: 1 | 2): { rawBytes: number | undefined; raw: Buffer }[] {
  const blocks = [];
  for (let offset = 0; offset < framed.length; ) {
    const rawBytes = lengths === 2 ? framed.readInt32BE(offset) : undefined;
    const start = offset + 4 * lengths;
    const end = start + framed.readInt32BE(start - 4);
    blocks.push({ rawBytes, raw: uncompress(framed.subarray(start, end)) });
    offset = end;
  }
  return blocks;
}

const decoders: Record<CompressionFormat, (body: Buffer) => Uint8Array> = {
  UNCOMPRESSED: (body) => body,
  GZIP: (body) => gunzipSync(body),
  ZIP: (body) => Object.values(unzipSync(body))[0] ?? Buffer.from("no file"),
  Snappy: (body) => Buffer.concat(readBlocks(body.subarray(16), 1).map(({ raw }) => raw)),
  HADOOP_SNAPPY: (body) => Buffer.concat(readBlocks(body, 2).map(({ raw }) => raw)),
};

describe("compress", () => {
  test.each(Object.entries(decoders))("%s gives back every byte", async (format, decode) => {
    await fc.assert(
      fc.asyncProperty(bodies, async (chunks) => {
        const body = await compressed(format as CompressionFormat, chunks);
        expect(Buffer.concat(chunks).equals(decode(body))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test.each(["GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"] as const)("%s makes text smaller", async (format) => {
    const records = Array.from({ length: 5_000 }, (_, id) => Buffer.from(`{"event_id":${id},"event_type":"CLICK"}\n`));
    const body = await compressed(format, records);
    expect(body.length).toBeLessThan(Buffer.concat(records).length / 2);
  });

  test("a ZIP archive holds one file, named by a UUID", async () => {
    const archive = await compressed("ZIP", [Buffer.from("a"), Buffer.from("b")]);
    expect(Object.keys(unzipSync(archive))).toEqual([seededRandom(1).uuid()]);
  });

  test("Snappy is snappy-java's stream: its magic number, then blocks of 32 KiB", async () => {
    const body = await compressed("Snappy", [Buffer.alloc(70_000, "x")]);
    expect(body.subarray(0, 16)).toEqual(Buffer.from("\x82SNAPPY\0\0\0\0\x01\0\0\0\x01", "latin1"));
    expect(readBlocks(body.subarray(16), 1).map(({ raw }) => raw.length)).toEqual([32_768, 32_768, 4_464]);
  });

  test("Hadoop's Snappy tells the raw length of each block before the compressed one", async () => {
    const body = await compressed("HADOOP_SNAPPY", [Buffer.alloc(40_000, "x")]);
    const blocks = readBlocks(body, 2);
    expect(blocks.map(({ rawBytes }) => rawBytes)).toEqual([32_768, 7_232]);
    expect(blocks.map(({ raw }) => raw.length)).toEqual([32_768, 7_232]);
  });

  test.each(["GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"] as const)("%s lets others run meanwhile", async (format) => {
    let isDone = false;
    const compressing = compress(format, [Buffer.alloc(4_000_000, "record")], seededRandom(1)).then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    await compressing;
  });
});
