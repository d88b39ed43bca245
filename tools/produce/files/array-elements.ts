import { maxRowBytes, type RawRow, tooLong } from "./json-rows";

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The elements of one JSON array of any size, numbered from 1, each cut out where its own brackets close and parsed
 * later: a tokenizer would end at the first bad element, and the rows after it are still wanted.
 *
 * @throws Error when the text is not one whole array
 */
export async function* arrayElements(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawRow> {
  const scan = new ArrayScan();
  for await (const chunk of chunks) yield* scan.read(chunk);
  if (!scan.ended) throw new Error(`the file ends inside its JSON array, in element ${scan.number}`);
}

class ArrayScan {
  number = 1;
  ended = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: Buffer[] = [];
  #bytes = 0;

  *read(chunk: Buffer): Generator<RawRow> {
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
      } else if (this.#depth === 0) {
        this.#outside(byte);
        start = index + 1;
      } else if (this.#depth === 1 && (byte === comma || byte === closeBracket)) {
        this.#take(chunk.subarray(start, index));
        start = index + 1;
        this.ended = byte === closeBracket;
        if (this.ended) this.#depth = 0;
        const row = this.#finish();
        // `[]` has no element; `[1,]` has a second one, which is empty.
        if (row.bytes?.length !== 0 || !this.ended || this.number > 1) yield row;
        this.number++;
      } else if (byte === quote) {
        this.#inString = true;
      } else if (byte === openBracket || byte === openBrace) {
        this.#depth++;
      } else if (byte === closeBracket || byte === closeBrace) {
        this.#depth--;
      }
    }
    if (this.#depth > 0) this.#take(chunk.subarray(start));
  }

  /** Before and after the array only white space may stand. */
  #outside(byte: number): void {
    if (isSpace(byte)) return;
    if (byte !== openBracket || this.ended) {
      throw new Error(
        `the file is not one JSON array: ${JSON.stringify(String.fromCharCode(byte))} stands ${this.ended ? "after" : "before"} it`,
      );
    }
    this.#depth = 1;
  }

  #take(part: Buffer): void {
    this.#bytes += part.length;
    // What an element has beyond the limit is counted and dropped.
    if (this.#bytes <= maxRowBytes) this.#parts.push(part);
  }

  #finish(): RawRow {
    const { number } = this;
    const row =
      this.#bytes > maxRowBytes ? { number, problem: tooLong } : { number, bytes: trim(Buffer.concat(this.#parts)) };
    this.#parts = [];
    this.#bytes = 0;
    return row;
  }
}

function trim(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start] ?? 0)) start++;
  while (end > start && isSpace(bytes[end - 1] ?? 0)) end--;
  return bytes.subarray(start, end);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
