import fc from "fast-check";
import { decodeAwsChunked } from "./aws-chunked";

/** Chunks as a client sends them, signed or not, and the trailers behind them. */
function encode(chunks: readonly Uint8Array[], trailers: Record<string, string>, signature: string): Buffer {
  const parts = chunks.flatMap((chunk) => [`${chunk.length.toString(16)}${signature}\r\n`, chunk, "\r\n"]);
  const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
  return Buffer.concat([...parts, `0${signature}\r\n`, ...lines, "\r\n"].map((part) => Buffer.from(part)));
}

async function* cut(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (const length of lengths) {
    if (start < bytes.length) yield bytes.subarray(start, start + length);
    start += length;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

async function decode(source: AsyncIterable<Buffer>) {
  const trailers = new Map<string, string>();
  const chunks: Buffer[] = [];
  for await (const chunk of decodeAwsChunked(source, trailers)) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), trailers: Object.fromEntries(trailers) };
}

const someChunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 });
const someCuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
const someSignature = fc.constantFrom("", ";chunk-signature=0123456789abcdef");

describe("an aws-chunked body", () => {
  it("is its chunks' bytes and its trailers, however the network cuts it", async () => {
    await fc.assert(
      fc.asyncProperty(someChunks, someCuts, someSignature, async (chunks, cuts, signature) => {
        const trailers = { "x-amz-checksum-crc32": "NhCmhg==", "x-amz-trailer-signature": "0123" };
        const decoded = await decode(cut(encode(chunks, trailers, signature), cuts));
        expect(decoded).toEqual({ bytes: Buffer.concat(chunks), trailers });
      }),
    );
  });

  it("is incomplete wherever it ends before its last chunk", async () => {
    await fc.assert(
      fc.asyncProperty(someChunks, fc.nat(), async (chunks, anywhere) => {
        const whole = encode(chunks, {}, "");
        const end = anywhere % (whole.length - "\r\n\r\n".length);
        await expect(decode(cut(whole.subarray(0, end), []))).rejects.toMatchObject({ name: "IncompleteBody" });
      }),
    );
  });

  it.each([
    ["a size that is none", "zz\r\nhello\r\n0\r\n\r\n"],
    ["more bytes than it said", "2\r\nhello\r\n0\r\n\r\n"],
    ["a line without end", "1".repeat(20_000)],
  ])("is refused for %s", async (_what, text) => {
    await expect(decode(cut(Buffer.from(text), []))).rejects.toMatchObject({ name: "IncompleteBody" });
  });
});
