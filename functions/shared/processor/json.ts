import { markExactNumbers } from "../exact-numbers";
import { PermanentError } from "./permanent-error";

/** A value read from JSON, its numbers as they were written. */
export type Json = string | number | boolean | null | ExactNumber | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A JSON number that a double can't hold: its text. */
export class ExactNumber {
  constructor(readonly text: string) {}
}

/** DynamoDB nests lists and maps no deeper. */
const maxNesting = 32;

/** Matches whatever may hold a number that `JSON.parse` would round: 16 digits and more, or an exponent of 3 digits. */
const suspicious = /\d[\d.]{15}|[:,[\s]-?\d[\d.]*[eE][-+]?\d{3}/;

/**
 * Parses JSON without losing a digit.
 * @throws PermanentError when the text is not JSON or is nested deeper than DynamoDB can hold
 */
export function parseJson(text: string): Json {
  const value = parse(text);
  assertNesting(value, 1);
  return suspicious.test(text) ? parseExactly(text) : value;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PermanentError(`not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function assertNesting(value: Json, level: number): void {
  if (typeof value !== "object" || value === null) return;
  // The outermost object is the item itself: its lists and maps are the first level.
  if (level > maxNesting + 1) throw new PermanentError(`nested deeper than ${maxNesting} levels, DynamoDB's limit`);
  for (const child of Object.values(value)) assertNesting(child, level + 1);
}

/** Parses valid JSON a second time, now with the numbers that a double can't hold. */
function parseExactly(text: string): Json {
  return JSON.parse(markExactNumbers(text), (_name, value) => {
    if (typeof value !== "string") return value;
    return value.startsWith("n") ? new ExactNumber(value.slice(1)) : value.slice(1);
  });
}
