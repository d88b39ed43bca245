import { createReadStream, existsSync, type ReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { arrayElements } from "./array-elements";
import { csvRows } from "./csv-rows";
import { parseJson, type RawRow } from "./json-rows";
import { lines } from "./lines";
import type { BadRow, Row } from "./row";

/** A file open for reading. */
export interface RowFile {
  /** Its rows, in order, read as they are asked for. */
  readonly rows: AsyncIterable<Row | BadRow>;
  /**
   * How much of the file is done with, 0 to 1.
   * @param settled rows whose fate is known, of those handed out: what was only read ahead is not done
   */
  readonly progress: (settled: number) => number;
}

/**
 * Opens a file of rows: CSV by its extension, else a JSON array if it begins with one, else NDJSON; each may be
 * gzipped (`.gz`). Nothing is loaded whole.
 *
 * @throws Error when it can't be opened; `rows` throws when it can't be read to its end
 */
export async function openRows(path: string): Promise<RowFile> {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  const stats = await stat(path);
  if (stats.isDirectory()) throw new Error(`${path} is a folder: give a file`);
  const { size } = stats;
  const file = createReadStream(path);
  const handedOut = { rows: 0 };
  return {
    rows: readRows(path, file, handedOut),
    progress: (settled) => (size === 0 ? 1 : (file.bytesRead / size) * (settled / Math.max(1, handedOut.rows))),
  };
}

async function* readRows(path: string, file: ReadStream, handedOut: { rows: number }): AsyncGenerator<Row | BadRow> {
  const [, name = path, gzip] = /^(.*?)(\.gz)?$/i.exec(path) ?? [];
  try {
    const text = gzip ? gunzip(file) : file;
    for await (const row of /\.csv$/i.test(name) ? csvRows(text) : parseJson(jsonRows(text))) {
      handedOut.rows++;
      yield row;
    }
  } finally {
    file.destroy();
  }
}

function gunzip(file: Readable): Readable {
  const text = createGunzip();
  file.on("error", (error) => text.destroy(error));
  return file.pipe(text);
}

/** Cuts a JSON text into rows by what it begins with. */
async function* jsonRows(text: Readable): AsyncGenerator<RawRow> {
  const chunks: AsyncIterator<Buffer> = text[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const start = first.value.subarray(first.value.indexOf(byteOrderMark) === 0 ? byteOrderMark.length : 0);
  async function* rest() {
    yield start;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  yield* /^\s*\[/.test(start.toString("latin1")) ? arrayElements(rest()) : lines(rest());
}

const byteOrderMark = Buffer.from("\uFEFF");
