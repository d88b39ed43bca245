import { maxRowBytes, type RawRow, tooLong } from "./json-rows";

const lineFeed = 0x0a;

/**
 * The lines of a text, numbered from 1, those that hold only white space left out. Splits at line feeds alone:
 * node:readline also splits at U+2028, which a JSON string may hold as it is.
 */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawRow> {
  let number = 1;
  let parts: Buffer[] = [];
  let bytes = 0;
  const take = (part: Buffer) => {
    bytes += part.length;
    // What a line has beyond the limit is counted and dropped.
    if (bytes <= maxRowBytes) parts.push(part);
  };
  const finish = (): RawRow => {
    const row = bytes > maxRowBytes ? { number, problem: tooLong } : { number, bytes: Buffer.concat(parts) };
    parts = [];
    bytes = 0;
    return row;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      take(chunk.subarray(start, end));
      const row = finish();
      if (!isBlank(row)) yield row;
      number++;
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  const last = finish();
  if (!isBlank(last)) yield last;
}

function isBlank({ bytes }: RawRow): boolean {
  return bytes?.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ?? false;
}
