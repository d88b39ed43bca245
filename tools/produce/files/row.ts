/** A row of a file, as it was read. */
export interface Row {
  /** Its place in the file: the line of an NDJSON file, else the how-manieth row, from 1. */
  readonly number: number;
  readonly columns: Readonly<Record<string, unknown>>;
  /** The row's own bytes, where it was JSON. */
  readonly json?: Uint8Array;
}

/** A row that can't be sent, with the reason. */
export interface BadRow {
  readonly number: number;
  readonly problem: string;
}

/** Whether a row was refused. */
export function isBad(row: Row | BadRow): row is BadRow {
  return "problem" in row;
}
