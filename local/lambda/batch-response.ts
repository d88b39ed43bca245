import type { KinesisRecord } from "../kinesis/reader";

/** What a function's response says of its batch. */
export type BatchResult =
  | { readonly kind: "success" }
  /** `firstFailed` is the position in the batch of the lowest sequence number reported: the checkpoint. */
  | { readonly kind: "partial"; readonly firstFailed: number; readonly reported: number }
  /** A response that can't be read counts as a failure of every record. */
  | { readonly kind: "failure" };

/**
 * Reads a response by the rules of `ReportBatchItemFailures`: nothing reported, in any shape of nothing, is success;
 * an identifier that is empty, null, under another name or not of this batch makes a failure of the whole batch.
 */
export function readResponse(response: unknown, records: readonly KinesisRecord[]): BatchResult {
  const failures = property(response, "batchItemFailures") ?? [];
  if (!Array.isArray(failures)) return { kind: "failure" };
  if (failures.length === 0) return { kind: "success" };
  const positions = new Map(records.map((record, position) => [record.sequenceNumber, position]));
  const failed = new Set<number>();
  for (const failure of failures) {
    const identifier = property(failure, "itemIdentifier");
    const position = typeof identifier === "string" ? positions.get(identifier) : undefined;
    if (position === undefined) return { kind: "failure" };
    failed.add(position);
  }
  return { kind: "partial", firstFailed: Math.min(records.length, ...failed), reported: failed.size };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
