import { isUtf8 } from "node:buffer";
import { toIsoTimestamp } from "../timestamp";
import { ExactNumber, type Json, type JsonObject, parseJson } from "./json";
import { PermanentError } from "./permanent-error";

/**
 * A record's JSON object.
 * @throws PermanentError when it is none
 */
export function parseObject(data: Buffer): JsonObject {
  if (!isUtf8(data)) throw new PermanentError("not JSON: the bytes are not UTF-8");
  const value = parseJson(data.toString());
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof ExactNumber) {
    throw new PermanentError(`not a JSON object but ${kindOf(value)}`);
  }
  return value;
}

/**
 * An id or a name that must be there, numbers as their text.
 * @throws PermanentError when it is missing, blank or of another kind
 */
export function required(object: JsonObject, name: string): string {
  const text = identifier(object, name);
  if (text?.trim()) return text;
  throw new PermanentError(`"${name}" is ${object[name] === undefined || object[name] === null ? "missing" : "empty"}`);
}

/**
 * An id or a name, numbers as their text; undefined where there is none.
 * @throws PermanentError when it is of another kind
 */
export function identifier(object: JsonObject, name: string): string | undefined {
  const value = object[name] ?? "";
  if (typeof value === "string") return value || undefined;
  if (typeof value === "number") return String(value);
  if (value instanceof ExactNumber) return value.text;
  throw new PermanentError(`"${name}" is ${kindOf(value)}; expected a string`);
}

/**
 * A field's time, as ISO-8601 in UTC with milliseconds; that of its arrival where there is none.
 * @throws PermanentError when it is no time
 */
export function readTimestamp(object: JsonObject, name: string, arrivedAtMs: number): string {
  const value = object[name];
  const isExact = value instanceof ExactNumber;
  const text = toIsoTimestamp(isExact ? Number(value.text) : value, arrivedAtMs);
  if (text !== undefined) return text;
  const got = isExact ? value.text : JSON.stringify(value);
  throw new PermanentError(
    `"${name}" is ${String(got).slice(0, 100)}; expected ISO-8601, or seconds or milliseconds since the epoch`,
  );
}

/** What a value is, for a person: `null`, `an array`. */
export function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof ExactNumber) return "a number";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
