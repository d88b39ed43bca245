import { isUtf8 } from "node:buffer";
import type { BadRow, Row } from "./row";

/** A row's bytes; without them, why there are none. */
export interface RawRow {
  readonly number: number;
  readonly bytes?: Buffer;
  readonly problem?: string;
}

/** A row longer than this is refused unread, so that a file without line ends does not fill the memory. */
export const maxRowBytes = 16 * 1024 * 1024;

/** What is said of a row that is longer. */
export const tooLong = `the row is longer than ${maxRowBytes} bytes`;

/** Reads each row as a JSON object. */
export async function* parseJson(rows: AsyncIterable<RawRow>): AsyncGenerator<Row | BadRow> {
  for await (const { number, bytes, problem } of rows) {
    yield bytes ? parseRow(number, bytes) : { number, problem: problem ?? "the row is empty" };
  }
}

function parseRow(number: number, json: Buffer): Row | BadRow {
  if (!isUtf8(json)) return { number, problem: "the row is not UTF-8 text" };
  try {
    const value: unknown = JSON.parse(json.toString());
    if (isObject(value)) return { number, columns: value, json };
    return { number, problem: `the row is not a JSON object: ${json.toString().slice(0, 40)}` };
  } catch (error) {
    return { number, problem: `the row is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
