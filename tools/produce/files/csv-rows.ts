import type { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { maxRowBytes } from "./json-rows";
import type { BadRow, Row } from "./row";

/**
 * The rows of a CSV file whose first line names the columns; an empty cell is null.
 *
 * @throws Error when the header is unusable, or a quote is never closed: where its row ends can't be known
 */
export async function* csvRows(input: Readable): AsyncGenerator<Row | BadRow> {
  let broken: { readonly number: number; readonly error: CsvError } | undefined;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    // A quote inside a field stands for itself.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRowBytes,
    // An error thrown would take along the rows before it that are not read yet.
    skip_records_with_error: true,
    on_skip: (error) => {
      // The header is a record too, so their count is the next row's number.
      if (error) broken ??= { number: parser.info.records, error };
    },
  });
  input.on("error", (error) => parser.destroy(error));
  const records: AsyncIterable<readonly string[]> = input.pipe(parser);
  let header: readonly string[] | undefined;
  let number = 0;
  for await (const cells of records) {
    if (broken && number >= broken.number) break;
    if (header) yield toRow(number, header, cells);
    else header = checkedHeader(cells);
    number++;
  }
  if (broken) throw new Error(`row ${broken.number} can't be read, nor those after it: ${broken.error.message}`);
}

function checkedHeader(header: readonly string[]): readonly string[] {
  const unnamed = header.indexOf("");
  if (unnamed !== -1) throw new Error(`the header names no column ${unnamed + 1}; it has ${header.join(", ")}`);
  const twice = header.find((name, index) => header.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`the header names the column "${twice}" twice; it has ${header.join(", ")}`);
  return header;
}

function toRow(number: number, header: readonly string[], cells: readonly string[]): Row | BadRow {
  if (cells.length !== header.length) {
    return { number, problem: `the row has ${cells.length} cells, and the header names ${header.length} columns` };
  }
  // The parser puts U+FFFD where bytes are not UTF-8.
  const broken = cells.findIndex((cell) => cell.includes("\uFFFD"));
  if (broken !== -1) return { number, problem: `the column "${header[broken]}" is not UTF-8 text` };
  return { number, columns: Object.fromEntries(header.map((name, index) => [name, cells[index] || null])) };
}
