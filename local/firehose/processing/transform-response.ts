import type { DeliveryRecord } from "../delivery/delivery-record";
import type { ProcessedRecord } from "../delivery/processed-record";
import type { DeliveryError } from "../destinations/delivery-retries";

/** What became of one record. */
export type RecordResult =
  | { readonly kind: "ok"; readonly record: ProcessedRecord }
  | { readonly kind: "dropped"; readonly record: DeliveryRecord }
  | { readonly kind: "failed"; readonly record: DeliveryRecord; readonly error: DeliveryError };

/** The function ran, and ended with an error or with an answer that Firehose can't take. */
export const functionError: DeliveryError = {
  errorCode: "Lambda.FunctionError",
  errorMessage: "The Lambda function was successfully invoked but it returned an error result.",
};

const unreadable: DeliveryError = {
  errorCode: "Lambda.JsonProcessingException",
  errorMessage:
    "There was an error parsing returned records from the Lambda function. Ensure that the returned records follow " +
    "the status model required by Amazon Data Firehose.",
};
const duplicatedId: DeliveryError = {
  errorCode: "Lambda.DuplicatedRecordId",
  errorMessage:
    "Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record " +
    "IDs for each record.",
};
const missingId: DeliveryError = {
  errorCode: "Lambda.MissingRecordId",
  errorMessage:
    "One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.",
};
const processingFailed: DeliveryError = {
  errorCode: "Lambda.ProcessingFailedStatus",
  errorMessage: "ProcessingFailed status set for record",
};

interface ReturnedRecord {
  readonly recordId: string;
  readonly result: "Ok" | "Dropped" | "ProcessingFailed";
  readonly data?: unknown;
  readonly metadata?: unknown;
}

/**
 * Reads what a transform function returned, for each record that it was given, in their order. An answer without a
 * record's id fails that record; one that breaks the status model, or has an id twice, fails them all. An id that was
 * never sent is no record's.
 *
 * @param hasPartitions whether anyone asks for the partition keys that the function adds
 */
export function readTransformResponse(
  payload: unknown,
  records: readonly DeliveryRecord[],
  hasPartitions: boolean,
): readonly RecordResult[] {
  const failAll = (error: DeliveryError) => records.map((record) => ({ kind: "failed" as const, record, error }));
  const returned = property(payload, "records");
  if (!Array.isArray(returned) || !returned.every(isReturnedRecord)) return failAll(unreadable);
  const byId = new Map(returned.map((each) => [each.recordId, each]));
  if (byId.size < returned.length) return failAll(duplicatedId);
  const results: RecordResult[] = [];
  for (const record of records) {
    const result = readRecord(record, byId.get(record.recordId), hasPartitions);
    // As AWS does for data that is not Base64.
    if (!result) return failAll(functionError);
    results.push(result);
  }
  return results;
}

/** Undefined when the data is not Base64. */
function readRecord(
  record: DeliveryRecord,
  returned: ReturnedRecord | undefined,
  hasPartitions: boolean,
): RecordResult | undefined {
  if (!returned) return { kind: "failed", record, error: missingId };
  if (returned.result === "Dropped") return { kind: "dropped", record };
  if (returned.result === "ProcessingFailed") return { kind: "failed", record, error: processingFailed };
  const data = decode(returned.data);
  if (!data) return undefined;
  const lambda = hasPartitions ? stringsOf(property(returned.metadata, "partitionKeys")) : undefined;
  return { kind: "ok", record: { ...record, data, ...(lambda && { partitionKeys: { query: {}, lambda } }) } };
}

/** Node skips what is not Base64, so that less comes out than the length promises. */
function decode(base64: unknown): Buffer | undefined {
  if (typeof base64 !== "string" || base64.length % 4 !== 0) return undefined;
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  const data = Buffer.from(base64, "base64");
  return data.length === (base64.length / 4) * 3 - padding ? data : undefined;
}

function isReturnedRecord(value: unknown): value is ReturnedRecord {
  const result = property(value, "result");
  return (
    typeof property(value, "recordId") === "string" &&
    (result === "Ok" || result === "Dropped" || result === "ProcessingFailed")
  );
}

/** The members of an object that are texts; undefined when there is no object. */
function stringsOf(value: unknown): Record<string, string> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => typeof member === "string"));
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
