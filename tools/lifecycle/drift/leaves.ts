import { isDeepStrictEqual } from "node:util";

/** What three sides say of a value. */
export interface Sides {
  /** As the last apply left it. */
  readonly state: unknown;
  /** As AWS has it now. */
  readonly reality: unknown;
  /** As the next apply would leave it. */
  readonly code: unknown;
  /** The shape of `code`, `true` where it is known after apply only. */
  readonly unknown: unknown;
  /** The shapes of the sides, `true` where a value must not be shown. */
  readonly sensitive: readonly unknown[];
}

/** A place in a value. */
export interface Leaf {
  /** Such as `environment[0].variables.TABLE`; empty for the value itself. */
  readonly path: string;
  readonly sides: Sides;
}

/** The places of a value at which its sides can differ: as deep as all of them are built alike. */
export function leavesOf(sides: Sides, path = ""): Leaf[] {
  const keys = commonKeys(sides);
  if (keys === undefined) return [{ path, sides }];
  return keys.flatMap((key) => leavesOf(at(sides, key), pathOf(path, key)));
}

/**
 * Whether two values are the same. To the provider an empty one and null are; that a map has no such key, as a tag that
 * is not there, is something else.
 */
export function isSame(a: unknown, b: unknown): boolean {
  return (isEmpty(a) && isEmpty(b)) || isDeepStrictEqual(a, b);
}

/** The attribute of a resource that a path leads into. */
export function attributeOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? "";
}

/** Whether something in a shape is marked. */
export function isMarked(shape: unknown): boolean {
  if (typeof shape !== "object" || shape === null) return shape === true;
  return Object.values(shape).some(isMarked);
}

/** What leads deeper into every side; `undefined` where they are no longer built alike. */
function commonKeys({ state, reality, code, unknown, sensitive }: Sides): readonly (string | number)[] | undefined {
  if (unknown === true || sensitive.includes(true)) return undefined;
  const values = [state, reality, code];
  if (values.every(isObject)) return [...new Set([...values, unknown].filter(isObject).flatMap(Object.keys))];
  const [first] = values;
  if (!Array.isArray(first)) return undefined;
  // Of two lists of different lengths nothing tells which element is which.
  return values.every((value) => Array.isArray(value) && value.length === first.length) ? [...first.keys()] : undefined;
}

function at({ state, reality, code, unknown, sensitive }: Sides, key: string | number): Sides {
  return {
    state: child(state, key),
    reality: child(reality, key),
    code: child(code, key),
    unknown: child(unknown, key),
    sensitive: sensitive.map((shape) => child(shape, key)),
  };
}

function child(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
}

function pathOf(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Whether a value has keys rather than elements. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
