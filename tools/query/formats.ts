import { asTable } from "./as-table";
import { jsonOf, type QueryResult, type Row } from "./result";

/** What a result can be written as: text, a part at a time. */
export const formats: Readonly<Record<"table" | "csv" | "json", (result: QueryResult) => AsyncGenerator<string>>> = {
  table: asTable,
  csv: asCsv,
  json: asJsonLines,
};

/** RFC 4180 with a header, and lines that end as a shell's do. No value is nothing, an empty text is `""`. */
async function* asCsv({ columns, parts }: QueryResult): AsyncGenerator<string> {
  yield `${columns.map(csvField).join(",")}\n`;
  for await (const rows of parts) {
    yield rows.map((row) => `${row.map((cell) => (cell ? csvField(cell.text) : "")).join(",")}\n`).join("");
  }
}

function csvField(text: string): string {
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An object a line. */
async function* asJsonLines({ columns, parts }: QueryResult): AsyncGenerator<string> {
  const names = columns.map((name) => JSON.stringify(name));
  const lineOf = (row: Row) => `{${row.map((cell, i) => `${names[i]}:${jsonOf(cell)}`).join(",")}}\n`;
  for await (const rows of parts) yield rows.map(lineOf).join("");
}
