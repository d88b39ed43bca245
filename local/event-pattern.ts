import { parseJson } from "./parse-json";

/** Whether a value of an event matches; a field that is not there is `undefined`. */
export type Matcher = (value: unknown) => boolean;

/** A pattern that is not JSON, or not of the comparisons that there are; the message is a sentence without its end. */
export class EventPatternError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "EventPatternError";
  }
}

/**
 * Reads a pattern of EventBridge's, as Lambda's filters and SNS's filter policies are written.
 * @throws EventPatternError when it is not a JSON object
 */
export function parseEventPattern(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text);
  if (isObject(parsed)) return parsed;
  throw new EventPatternError(`A pattern is a JSON object; got ${text}`);
}

/**
 * Compiles a pattern. The comparisons: exact, null, prefix, suffix, equals-ignore-case, anything-but, numeric, exists,
 * `$or`.
 * @throws EventPatternError for any other
 */
export function compileEventPattern(pattern: Readonly<Record<string, unknown>>): Matcher {
  return compileObject(pattern);
}

function compileObject(pattern: Readonly<Record<string, unknown>>): Matcher {
  const fields = Object.entries(pattern).map(([key, expected]) =>
    key === "$or" ? compileOr(expected) : compileField(key, expected),
  );
  return (value) => fields.every((matches) => matches(value));
}

function compileOr(alternatives: unknown): Matcher {
  if (!Array.isArray(alternatives) || !alternatives.every(isObject)) {
    throw new EventPatternError(`$or takes a list of patterns; got ${JSON.stringify(alternatives)}`);
  }
  const matchers = alternatives.map(compileObject);
  return (value) => matchers.some((matches) => matches(value));
}

function compileField(key: string, expected: unknown): Matcher {
  const matches = compileExpected(key, expected);
  return (value) => matches(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
}

function compileExpected(key: string, expected: unknown): Matcher {
  if (isObject(expected)) return anyElement(compileObject(expected));
  if (!Array.isArray(expected) || expected.length === 0) {
    throw new EventPatternError(`"${key}" takes a list of values or a nested pattern; got ${JSON.stringify(expected)}`);
  }
  const matchers = expected.map(compileComparison);
  return (value) => matchers.some((matches) => matches(value));
}

/** A field that holds an array matches if one of its elements does. */
function anyElement(matches: Matcher): Matcher {
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

function compileComparison(comparison: unknown): Matcher {
  if (!isObject(comparison)) return anyElement((value) => value === comparison);
  const [entry, ...others] = Object.entries(comparison);
  if (!entry || others.length > 0)
    throw new EventPatternError(`A comparison has one operator; got ${JSON.stringify(comparison)}`);
  const [operator, operand] = entry;
  if (operator === "exists") return (value) => (value !== undefined) === (operand === true);
  if (operator === "numeric") return anyElement(compileNumeric(operand));
  if (operator === "anything-but") return anyElement(compileAnythingBut(operand));
  return anyElement(compileText(operator, operand));
}

function compileText(operator: string, operand: unknown): Matcher {
  if (isObject(operand) && (operator === "prefix" || operator === "suffix")) {
    const text = operand["equals-ignore-case"];
    if (typeof text !== "string")
      throw new EventPatternError(`"${operator}" takes a string; got ${JSON.stringify(operand)}`);
    const matches = compileText(operator, text.toLowerCase());
    return (value) => typeof value === "string" && matches(value.toLowerCase());
  }
  if (typeof operand !== "string")
    throw new EventPatternError(`"${operator}" takes a string; got ${JSON.stringify(operand)}`);
  switch (operator) {
    case "prefix":
      return (value) => typeof value === "string" && value.startsWith(operand);
    case "suffix":
      return (value) => typeof value === "string" && value.endsWith(operand);
    case "equals-ignore-case": {
      const lower = operand.toLowerCase();
      return (value) => typeof value === "string" && value.toLowerCase() === lower;
    }
    default:
      throw new EventPatternError(`There is no operator "${operator}"`);
  }
}

function compileAnythingBut(operand: unknown): Matcher {
  const excluded = Array.isArray(operand) ? operand.map(compileComparison) : [compileComparison(operand)];
  return (value) => value !== undefined && !excluded.some((matches) => matches(value));
}

const relations: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "=": (value, limit) => value === limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

function compileNumeric(operand: unknown): Matcher {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new EventPatternError(
      `"numeric" takes one or two pairs of relation and number; got ${JSON.stringify(operand)}`,
    );
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const relation = relations[String(operand[at])];
    const limit: unknown = operand[at + 1];
    if (!relation || typeof limit !== "number") {
      throw new EventPatternError(`"numeric" takes =, <, <=, >, >= and a number; got ${JSON.stringify(operand)}`);
    }
    tests.push((value) => relation(value, limit));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
