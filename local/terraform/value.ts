import { EvaluationError } from "./errors";

/**
 * A Terraform value, as JSON has it. A set is a list without duplicates in Terraform's order,
 * a map and an object are both an object.
 */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap;

/** A Terraform map or object. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/** Whether a value is a map or an object: neither a list nor null. */
export function isMap(value: Value): value is ValueMap {
  return typeof value === "object" && value !== null && !isList(value);
}

/** Whether a value is a list, a tuple or a set. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** A value for a message: its kind, and what it is where that is short. */
export function describe(value: Value): string {
  if (value === null) return "null";
  if (isList(value)) return `a list of ${value.length}`;
  if (isMap(value)) return `an object with ${Object.keys(value).join(", ") || "no attributes"}`;
  return `${kindOf(value)} ${JSON.stringify(value)}`;
}

/** Writes a number as Terraform does: in full, never with an exponent, and zero with its sign. */
export function numberText(value: number): string {
  const short = Object.is(value, -0) ? "-0" : String(value);
  const [digits = "", exponent] = short.split("e");
  if (exponent === undefined) return short;
  if (Number(exponent) > 0) return BigInt(value).toString();
  const decimals = -Number(exponent) + (digits.split(".")[1]?.length ?? 0);
  return value.toFixed(decimals);
}

/**
 * A primitive as text, as Terraform converts it.
 * @throws EvaluationError for null, lists and objects
 */
export function toText(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  throw new EvaluationError(`a string is needed, not ${describe(value)}`);
}

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * A number, or a string that holds one.
 * @throws EvaluationError for anything else
 */
export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && DECIMAL.test(value)) return Number(value);
  throw new EvaluationError(`a number is needed, not ${describe(value)}`);
}

/**
 * A bool, or a string that holds one.
 * @throws EvaluationError for anything else
 */
export function toBool(value: Value): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new EvaluationError(`a bool is needed, not ${describe(value)}`);
}

/** @throws EvaluationError for what is not a list */
export function toList(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`a list is needed, not ${describe(value)}`);
}

/** @throws EvaluationError for what is not a map or an object */
export function toMap(value: Value): ValueMap {
  if (isMap(value)) return value;
  throw new EvaluationError(`a map is needed, not ${describe(value)}`);
}

/** Whether two values are equal, type and all: the number 1 is not the string "1". */
export function equal(left: Value, right: Value): boolean {
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index] ?? null));
  }
  if (isMap(left) && isMap(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && equal(left[key] ?? null, right[key] ?? null))
    );
  }
  return left === right;
}

/** Terraform's order of strings: by the bytes of their UTF-8, which for astral characters is not JavaScript's order. */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** The entries of a map in Terraform's order, which is that of its keys. */
export function sortedEntries(map: ValueMap): [string, Value][] {
  return Object.entries(map).sort(([left], [right]) => compareText(left, right));
}

/**
 * Gives values that go into one list, set or map a single type, as Terraform does: where a string is among
 * numbers and bools, all become strings. The items of lists and objects keep theirs.
 * @throws EvaluationError for types that have none in common
 */
export function unify(values: readonly Value[]): readonly Value[] {
  const kinds = new Set(values.filter((value) => value !== null).map(kindOf));
  if (kinds.size < 2) return values;
  if (kinds.has("string")) return values.map((value) => (value === null ? null : toText(value)));
  throw new EvaluationError(`${[...kinds].join(" and ")} have no type in common`);
}

function kindOf(value: Value): string {
  if (isList(value)) return "list";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** Escapes JSON text further as Go's encoder, and so Terraform, does: `<`, `>`, `&` and the two line separators. */
export function escapeAsGo(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Writes JSON byte for byte as Terraform's jsonencode does: keys sorted, numbers in full, no spaces. */
export function toJson(value: Value): string {
  if (isList(value)) return `[${value.map(toJson).join(",")}]`;
  if (isMap(value)) {
    return `{${sortedEntries(value)
      .map(([key, item]) => `${toJson(key)}:${toJson(item)}`)
      .join(",")}}`;
  }
  return typeof value === "number" ? numberText(value) : escapeAsGo(JSON.stringify(value));
}
