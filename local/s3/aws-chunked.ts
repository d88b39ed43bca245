import { incompleteBody } from "./s3-error";

/** Far longer than a chunk's size and signature. */
const maxLineBytes = 16 * 1024;

/**
 * Takes the chunks of an `aws-chunked` body apart: a size in hex (and perhaps a signature) on a line, the bytes, and
 * so on to a chunk of no bytes, which trailers follow. Its memory is what the source hands over at a time.
 * @param trailers gets what follows the last chunk, by lower-case name
 * @throws S3Error `IncompleteBody` when the body ends early or is not chunked so
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ChunkReader(source[Symbol.asyncIterator]());
  try {
    for (let left = await reader.chunkSize(); left > 0; left = await reader.chunkSize()) {
      while (left > 0) {
        const bytes = await reader.take(left);
        left -= bytes.length;
        yield bytes;
      }
      if ((await reader.line()) !== "") throw incompleteBody();
    }
    for (let line = await reader.line(); line; line = await reader.line()) {
      const colon = line.indexOf(":");
      trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    // Whatever follows the trailers is not part of the body, but must be read for the answer to be.
    await reader.drain();
  } finally {
    await reader.close();
  }
}

class ChunkReader {
  #held: Buffer = Buffer.alloc(0);
  readonly #source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterator<Buffer>) {
    this.#source = source;
  }

  /** Reads the line before a chunk: its size in hex, and perhaps a signature. */
  async chunkSize(): Promise<number> {
    const size = /^[0-9a-f]+(?=;|$)/i.exec((await this.line()) ?? "")?.[0];
    if (size === undefined) throw incompleteBody();
    return Number.parseInt(size, 16);
  }

  /** The next line without its end, or undefined at the end of the source. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#held.toString("latin1", 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > maxLineBytes) throw incompleteBody();
      const more = await this.#read();
      if (!more) return undefined;
      this.#held = Buffer.concat([this.#held, more]);
    }
  }

  /** At least one byte and at most `maxBytes`. */
  async take(maxBytes: number): Promise<Buffer> {
    while (this.#held.length === 0) {
      const more = await this.#read();
      if (!more) throw incompleteBody();
      this.#held = more;
    }
    const bytes = this.#held.subarray(0, maxBytes);
    this.#held = this.#held.subarray(bytes.length);
    return bytes;
  }

  async drain(): Promise<void> {
    while (await this.#read());
  }

  /** Lets go of the source, so that others can read what is left of it. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #read(): Promise<Buffer | undefined> {
    const { done, value } = await this.#source.next();
    return done ? undefined : value;
  }
}
