import { displayWidth } from "./display-width";
import type { Cell, QueryResult, Row } from "./result";

interface Column {
  readonly width: number;
  readonly isNumeric: boolean;
}

/** A table for people. Columns are as wide as the first part needs them: what comes later may be wider. */
export async function* asTable({ columns, parts }: QueryResult): AsyncGenerator<string> {
  let layout: readonly Column[] | undefined;
  let count = 0;
  for await (const rows of parts) {
    if (layout === undefined) {
      layout = layOut(columns, rows);
      yield headerOf(columns, layout);
    }
    yield linesOf(rows, layout);
    count += rows.length;
  }
  if (layout === undefined) yield headerOf(columns, layOut(columns, []));
  yield `(${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"})\n`;
}

function layOut(names: readonly string[], rows: readonly Row[]): Column[] {
  return names.map((name, i) => {
    const cells = rows.map((row) => row[i] ?? null);
    const width = cells.reduce((most, cell) => Math.max(most, displayWidth(textOf(cell))), displayWidth(visible(name)));
    return { width, isNumeric: cells.every((cell) => cell === null || (cell.isJson && /^-?\d/.test(cell.text))) };
  });
}

function headerOf(names: readonly string[], layout: readonly Column[]): string {
  const rule = layout.map(({ width }) => "-".repeat(width)).join("  ");
  return `${lineOf(names.map(visible), layout)}${rule}\n`;
}

function linesOf(rows: readonly Row[], layout: readonly Column[]): string {
  return rows.map((row) => lineOf(row.map(textOf), layout)).join("");
}

function lineOf(texts: readonly string[], layout: readonly Column[]): string {
  const padded = layout.map(({ width, isNumeric }, i) => {
    const text = texts[i] ?? "";
    const padding = " ".repeat(Math.max(0, width - displayWidth(text)));
    return isNumeric ? padding + text : text + padding;
  });
  return `${padded.join("  ").trimEnd()}\n`;
}

function textOf(cell: Cell | null): string {
  return cell === null ? "NULL" : visible(cell.text);
}

/** Control characters as escapes: they would move the cursor, or do worse to a terminal. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => {
    const escaped = JSON.stringify(control).slice(1, -1);
    return escaped === control ? `\\u00${control.charCodeAt(0).toString(16)}` : escaped;
  });
}
