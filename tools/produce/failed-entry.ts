import type { Row } from "./files/row";
import type { OutgoingRecord, RecordError } from "./sender";

/**
 * One line of a file of records that were not sent: an entry of a PutRecords request, the data in base64 as JSON has
 * it, and what the stream answered.
 */
interface FailedEntry {
  readonly Data: string;
  readonly PartitionKey: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

/** A record that was given up, so that `weir produce --file` sends the same bytes with the same key. */
export function failedEntry({ data, partitionKey }: OutgoingRecord, { code, message }: RecordError): FailedEntry {
  return {
    Data: Buffer.from(data).toString("base64"),
    PartitionKey: partitionKey,
    ErrorCode: code,
    ErrorMessage: message,
  };
}

const entryFields = new Set<string>([
  "Data",
  "PartitionKey",
  "ErrorCode",
  "ErrorMessage",
] satisfies (keyof FailedEntry)[]);

/** The record of a row that is an entry, as it was first sent; undefined for any other row. */
export function recordOfEntry({ columns, number }: Row): (OutgoingRecord & { readonly row: number }) | undefined {
  const { Data: data, PartitionKey: partitionKey } = columns;
  if (typeof data !== "string" || typeof partitionKey !== "string") return undefined;
  if (!Object.keys(columns).every((name) => entryFields.has(name))) return undefined;
  return { row: number, partitionKey, data: Buffer.from(data, "base64") };
}
