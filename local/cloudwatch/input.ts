import { z } from "zod";
import { AwsError } from "../aws-error";
import { failure, validationError } from "../server/input-shape";

/** A number; the query protocol writes it as text. */
export const number = z.union([z.number(), z.string().transform(Number)]);
/** A truth value; the query protocol writes it as text. */
export const boolean = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
/** A time: CBOR has a date of its own; JSON writes seconds since the epoch, the query protocol ISO 8601. */
export const timestamp = z.union([
  z.date(),
  z.number().transform((seconds) => new Date(seconds * 1_000)),
  z
    .string()
    .transform((text) => new Date(text))
    .pipe(z.date()),
]);
/** A whole number. */
export function wholeNumber(min: number, max?: number) {
  return number.pipe(max === undefined ? z.int().min(min) : z.int().min(min).max(max));
}

/** A text that is not empty. */
export function text(max: number) {
  return z.string().min(1).max(max);
}

/** The name and value of a dimension, or either of them. */
export const dimension = z.object({ Name: z.string().optional(), Value: z.string().optional() });

/**
 * Reads an action's input in whichever protocol it came.
 * @throws AwsError `SerializationException` for a wrong type, else `ValidationException` with each broken constraint
 */
export function readInput<Shape>(schema: z.ZodType<Shape>, input: unknown): Shape {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const failures = parsed.error.issues.map((issue) => {
    const constraint = constraintOf(issue);
    if (constraint === undefined) throw new AwsError("SerializationException", z.prettifyError(parsed.error));
    return failure(shown(issue.input), pathOf(issue.path), constraint);
  });
  throw validationError(failures);
}

/** What AWS says that a value must do; undefined for one of another type. */
function constraintOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.input === undefined) return "not be null";
  const size = (origin: string) => (origin === "string" || origin === "array" ? "length" : "value");
  switch (issue.code) {
    case "too_small":
      return `have ${size(issue.origin)} greater than or equal to ${issue.minimum}`;
    case "too_big":
      return `have ${size(issue.origin)} less than or equal to ${issue.maximum}`;
    case "invalid_value":
      if (typeof issue.input !== "string") return undefined;
      return `satisfy enum value set: [${issue.values.join(", ")}]`;
    default:
      return undefined;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return "null";
  return Array.isArray(value) ? `'[${value.join(", ")}]'` : `'${value}'`;
}

/** A member as AWS's errors name it: `metrics.1.member.id`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) =>
      typeof step === "number"
        ? `${step + 1}.member`
        : `${String(step).charAt(0).toLowerCase()}${String(step).slice(1)}`,
    )
    .join(".");
}
