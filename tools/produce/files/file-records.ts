import { recordOfEntry } from "../failed-entry";
import { type FileRecord, type Mapping, RowError, rowMapper } from "./mapping";
import { type BadRow, isBad, type Row } from "./row";

/**
 * The records of a file's rows. A row that can't be sent is reported and the others go on. Rows that an earlier run
 * gave up are sent as they were, unless the mapping asks for something else.
 *
 * @throws ColumnError when the mapping names a column that the first row has not got
 */
export async function* fileRecords(
  rows: AsyncIterable<Row | BadRow>,
  mapping: Mapping | undefined,
  onRejected: (row: BadRow) => void,
): AsyncGenerator<FileRecord> {
  const toRecord = rowMapper(mapping ?? asItIs);
  for await (const row of rows) {
    if (isBad(row)) {
      onRejected(row);
      continue;
    }
    let record: FileRecord;
    try {
      record = (mapping ? undefined : recordOfEntry(row)) ?? toRecord(row);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      onRejected({ number: row.number, problem: error.message });
      continue;
    }
    yield record;
  }
}

/** Sends each row unchanged, the user's id as its partition key. */
const asItIs: Mapping = { map: [], set: [], key: ["user_id"], timestamp: {}, timed: false };
