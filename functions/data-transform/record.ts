import { isUtf8 } from "node:buffer";
import { toIsoTimestamp } from "../shared/timestamp";
import { addedFields, type PartitionKeys } from "./contract";
import type { FirehoseRecord } from "./firehose-event";
import { type AddedField, toJsonLine } from "./json-line";

/** An event as it goes to the lake. */
export interface Transformed {
  /** A line of JSON, base64. */
  readonly data: string;
  readonly partitionKeys: PartitionKeys;
}

/** Why a record is no event; says nothing of what is in it, and so may be logged. */
export interface Malformed {
  readonly reason: string;
}

/** An object's key has 1,024 bytes, and a prefix of Firehose 512 characters, for all that they are put together from. */
const maxEventTypeLength = 64;

/** Adds the transform's fields to a record, and works out its partition keys; or says why it is no event. */
export function transformRecord(record: FirehoseRecord, transformTimestamp: string): Transformed | Malformed {
  const bytes = Buffer.from(record.data, "base64");
  if (!isUtf8(bytes)) return { reason: "not UTF-8" };
  const json = bytes.toString();
  const event = parseObject(json);
  if (event === undefined) return { reason: "not a JSON object" };
  if (identifier(event["user_id"]) === "") return { reason: "no user_id" };
  const eventType = pathPiece(identifier(event["event_type"]));
  if (eventType === "") return { reason: "no event_type" };
  const timestamp = toIsoTimestamp(event["timestamp"], record.approximateArrivalTimestamp);
  if (timestamp === undefined) return { reason: "timestamp is no time" };
  const day = timestamp.slice(0, "yyyy-MM-dd".length);

  // As the processors write it, so that an event has one time everywhere; Firehose's own reader takes fewer forms.
  const written: AddedField[] = timestamp === event["timestamp"] ? [] : [["timestamp", timestamp]];
  const line = toJsonLine(json, event, [
    ...written,
    [addedFields.transformTimestamp, transformTimestamp],
    [addedFields.partitionKey, `${day}-${eventType}`],
  ]);
  return { data: Buffer.from(line).toString("base64"), partitionKeys: { event_type: eventType, day } };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An id or a name, numbers as their text; empty where there is none. */
function identifier(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.trim() : "";
}

/** A name that a path can hold: no separator, and no `..`. */
function pathPiece(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9_-]/g, "_")
    .slice(0, maxEventTypeLength);
}
