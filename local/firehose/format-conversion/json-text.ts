import { mismatch } from "./conversion-error";
import { isObject, type Json, maxNesting } from "./json";

/**
 * A value as compact JSON. Numbers keep their digits, but no zeros at the end of a fraction: `1.50` is `1.5`.
 * @param rewriteKey how a key of an object is stored
 * @throws ConversionError when it is nested deeper than Firehose reads
 */
export function jsonText(value: Json, rewriteKey: (key: string) => string, depth = 0): string {
  if (depth > maxNesting) throw mismatch(`Nested deeper than ${maxNesting} levels`);
  if (Array.isArray(value)) return `[${value.map((element) => jsonText(element, rewriteKey, depth + 1)).join(",")}]`;
  if (!isObject(value)) return typeof value === "string" ? JSON.stringify(value) : String(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(rewriteKey(key))}:${jsonText(member, rewriteKey, depth + 1)}`,
  );
  return `{${members.join(",")}}`;
}
