/** A value of a result. */
export interface Cell {
  /** As people and CSV write it. */
  readonly text: string;
  /** Whether that is how JSON writes it, too: a number, a boolean, a list or an object. */
  readonly isJson: boolean;
}

/** A row of a result, null where there is no value. */
export type Row = readonly (Cell | null)[];

/** What a query found, a part at a time: a large result is never held whole. */
export interface QueryResult {
  readonly columns: readonly string[];
  /** At most some thousand rows each. */
  readonly parts: AsyncIterable<readonly Row[]>;
}

/** A cell as JSON. */
export function jsonOf(cell: Cell | null): string {
  if (cell === null) return "null";
  return cell.isJson ? cell.text : JSON.stringify(cell.text);
}
