import { AwsError } from "../aws-error";

/**
 * What a member of an operation's input must be. AWS checks in two steps: the JSON types first, where the first
 * wrong one ends the request (`SerializationException`), then all constraints, which it reports together
 * (`ValidationException`). A member that is null counts as absent.
 */
export interface Shape<T> {
  /** Takes what a codec decoded. @throws AwsError `SerializationException` */
  parse(value: unknown): T;
  /** Adds a sentence for each constraint that the value breaks. */
  check(value: T, path: Path, failures: string[]): void;
}

/** Where a value stands in the input, such as `records.1.member.data`: asked for only when the value is wrong. */
export type Path = () => string;

/** The value that a shape lets through. */
export type Infer<S> = S extends Shape<infer T> ? T : never;

type Members = Readonly<Record<string, Shape<unknown>>>;

type Structure<R extends Members, O extends Members> = { readonly [K in keyof R]: Infer<R[K]> } & {
  readonly [K in keyof O]?: Infer<O[K]>;
};

/** AWS stops after ten. */
const maxFailures = 10;

/**
 * Checks an operation's input as AWS does.
 * @throws AwsError `SerializationException` or `ValidationException`, in AWS's wording
 */
export function readInput<T>(shape: Shape<T>, input: unknown): T {
  const value = shape.parse(input);
  const failures: string[] = [];
  shape.check(value, () => "", failures);
  if (failures.length === 0) return value;
  throw validationError(failures.slice(0, maxFailures));
}

/** AWS's `ValidationException` for constraints that were not met, each worded by `failure`. */
export function validationError(failures: readonly string[]): AwsError {
  const errors = failures.length === 1 ? "error" : "errors";
  return new AwsError(
    "ValidationException",
    `${failures.length} validation ${errors} detected: ${failures.join("; ")}`,
  );
}

/** AWS's sentence for one constraint that a value breaks; `shown` is the value as AWS prints it. */
export function failure(shown: string, path: Path | string, constraint: string): string {
  return `Value ${shown} at '${typeof path === "string" ? path : path()}' failed to satisfy constraint: Member must ${constraint}`;
}

/** An object; members that the shape does not name are left out. */
export function structure<R extends Members, O extends Members>(required: R, optional: O): Shape<Structure<R, O>>;
export function structure(
  required: Readonly<Record<string, Shape<unknown>>>,
  optional: Readonly<Record<string, Shape<unknown>>>,
): Shape<Record<string, unknown>> {
  const members = Object.entries({ ...required, ...optional }).map(([name, shape]) => ({
    name,
    shape,
    isRequired: Object.hasOwn(required, name),
    pathName: name.charAt(0).toLowerCase() + name.slice(1),
  }));
  return {
    parse(value) {
      if (Array.isArray(value)) throw wrongType("Start of list found where not expected");
      if (!isMembers(value)) throw wrongType("Expected null");
      const parsed: Record<string, unknown> = {};
      for (const { name, shape } of members) {
        const member = Object.hasOwn(value, name) ? value[name] : undefined;
        if (member !== undefined && member !== null) parsed[name] = shape.parse(member);
      }
      return parsed;
    },
    check(value, path, failures) {
      for (const { name, shape, isRequired, pathName } of members) {
        const member = value[name];
        if (member !== undefined) shape.check(member, () => memberPath(path(), pathName), failures);
        else if (isRequired) failures.push(failure("null", () => memberPath(path(), pathName), "not be null"));
      }
    },
  };
}

function memberPath(path: string, member: string): string {
  return path === "" ? member : `${path}.${member}`;
}

/** A list of `min` to `max` members; `shownAs` is the Java class that AWS prints for each. */
export function list<T>(member: Shape<T>, bounds: { min?: number; max?: number; shownAs?: string }): Shape<T[]> {
  return {
    parse(value) {
      if (Array.isArray(value)) return value.map((item) => member.parse(item));
      if (isMembers(value)) throw wrongType("Start of structure or map found where not expected.");
      throw wrongType("Expected list or null");
    },
    check(values, path, failures) {
      const shown = () => `'[${values.map((item) => bounds.shownAs ?? String(item)).join(", ")}]'`;
      checkLength(values.length, shown, path, bounds, failures);
      // Members of a list that is too long are not looked at: an answer for each would be no help.
      if (values.length > (bounds.max ?? Infinity)) return;
      values.forEach((item, position) => {
        member.check(item, () => `${path()}.${position + 1}.member`, failures);
      });
    },
  };
}

/** An object used as a map of strings, with bounds on its number of entries and on its keys' and values' lengths. */
export function textMap(bounds: {
  min: number;
  max: number;
  keyLength: { min: number; max: number };
  valueLength: { min: number; max: number };
}): Shape<Readonly<Record<string, string>>> {
  const member = text({});
  return {
    parse(value) {
      if (Array.isArray(value)) throw wrongType("Start of list found where not expected");
      if (!isMembers(value)) throw wrongType("Expected map or null");
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, member.parse(item)]));
    },
    check(map, path, failures) {
      const shown = () =>
        `'{${Object.entries(map)
          .map((entry) => entry.join("="))
          .join(", ")}}'`;
      checkLength(Object.keys(map).length, shown, path, bounds, failures);
      const outside = (texts: readonly string[], { min, max }: { min: number; max: number }) =>
        texts.some(({ length }) => length < min || length > max);
      const constraint = ({ min, max }: { min: number; max: number }) =>
        `satisfy constraint: [Member must have length less than or equal to ${max}, ` +
        `Member must have length greater than or equal to ${min}]`;
      if (outside(Object.keys(map), bounds.keyLength)) {
        failures.push(
          `Value ${shown()} at '${path()}' failed to satisfy constraint: Map keys must ${constraint(bounds.keyLength)}`,
        );
      }
      if (outside(Object.values(map), bounds.valueLength)) {
        failures.push(
          `Value ${shown()} at '${path()}' failed to satisfy constraint: Map value must ${constraint(bounds.valueLength)}`,
        );
      }
    },
  };
}

/** A string; `pattern` holds for the whole of it. */
export function text(rule: { min?: number; max?: number; pattern?: string }): Shape<string> {
  const pattern = rule.pattern === undefined ? undefined : new RegExp(`^(?:${rule.pattern})$`);
  return {
    parse(value) {
      if (typeof value === "string") return value;
      throw wrongType(`${javaClass(value)} can not be converted to an String`);
    },
    check(value, path, failures) {
      if (pattern && !pattern.test(value)) {
        failures.push(failure(`'${value}'`, path, `satisfy regular expression pattern: ${rule.pattern}`));
      }
      checkLength(value.length, () => `'${value}'`, path, rule, failures);
    },
  };
}

/** One of a set of words. */
export function oneOf<const Words extends readonly string[]>(words: Words): Shape<Words[number]> {
  const { parse } = text({});
  return {
    parse,
    check(value, path, failures) {
      if (!words.includes(value)) {
        failures.push(failure(`'${value}'`, path, `satisfy enum value set: [${words.join(", ")}]`));
      }
    },
  };
}

/** A whole number; fractions are cut off, as AWS does. */
export function integer(bounds: { min?: number; max?: number }): Shape<number> {
  return {
    parse(value) {
      if (isNumber(value)) return Math.floor(value);
      throw wrongType(`${javaClass(value)} can not be converted to an Integer`);
    },
    check: (value, path, failures) => checkRange(value, path, bounds, failures),
  };
}

/** A number with or without a fraction. */
export function decimal(bounds: { min: number; max: number }): Shape<number> {
  return {
    parse(value) {
      if (isNumber(value)) return value;
      throw wrongType(`${javaClass(value)} can not be converted to a Double`);
    },
    check: (value, path, failures) => checkRange(value, path, bounds, failures),
  };
}

/** True or false. */
export const flag: Shape<boolean> = {
  parse(value) {
    if (typeof value === "boolean") return value;
    throw wrongType(`${javaClass(value)} can not be converted to an Boolean`);
  },
  check: () => undefined,
};

/** Milliseconds since the epoch: of JSON's seconds, or of CBOR's date. */
export const timestamp: Shape<number> = {
  parse(value) {
    if (isNumber(value)) return Math.round(value * 1000);
    if (value instanceof Date && isNumber(value.getTime())) return value.getTime();
    throw wrongType(`${javaClass(value)} can not be converted to milliseconds since epoch`);
  },
  check: () => undefined,
};

/** The constraint on a greatest length, as AWS words it. */
export function atMost(length: number): string {
  return `have length less than or equal to ${length}`;
}

function checkLength(
  length: number,
  shown: () => string,
  path: Path,
  { min = 0, max = Infinity }: { min?: number; max?: number },
  failures: string[],
): void {
  if (length < min) failures.push(failure(shown(), path, `have length greater than or equal to ${min}`));
  if (length > max) failures.push(failure(shown(), path, atMost(max)));
}

function checkRange(
  value: number,
  path: Path,
  { min = -Infinity, max = Infinity }: { min?: number; max?: number },
  failures: string[],
): void {
  if (value < min) failures.push(failure(`'${value}'`, path, `have value greater than or equal to ${min}`));
  if (value > max) failures.push(failure(`'${value}'`, path, `have value less than or equal to ${max}`));
}

/** CBOR has a number that is none, which is within any bounds. */
function isNumber(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

/** Whether a codec decoded a structure or a map to it. */
function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Uint8Array || value instanceof Date);
}

/** The Java class that AWS names for a value of the wrong type. @throws AwsError for a list or a structure */
export function javaClass(value: unknown): string {
  if (Array.isArray(value)) throw wrongType("Start of list found where not expected");
  // CBOR has these of its own.
  if (value instanceof Uint8Array) return "class java.nio.HeapByteBuffer";
  if (value instanceof Date) return "class java.util.Date";
  switch (typeof value) {
    case "boolean":
      return "class java.lang.Boolean";
    case "number":
      return "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    case "string":
      return "class java.lang.String";
    default:
      throw wrongType("Start of structure or map found where not expected.");
  }
}

/** AWS's error for a value of the wrong type. */
export function wrongType(message: string): AwsError {
  return new AwsError("SerializationException", message);
}
