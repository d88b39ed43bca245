import { AwsError } from "../../aws-error";
import type { Random } from "../../random";
import type { ErrorOutputType } from "./error-output";
import { formatTimestamp, timestampFormatter } from "./timestamp";

const namespaces = ["timestamp", "firehose", "partitionKeyFromQuery", "partitionKeyFromLambda"] as const;

/** `!{namespace:value}` in a prefix. */
export interface PrefixExpression {
  readonly namespace: (typeof namespaces)[number];
  readonly value: string;
}

/** The keys of a record with dynamic partitioning. */
export interface PartitionKeys {
  /** Of the jq query. */
  readonly query: Readonly<Record<string, string>>;
  /** Of the transform function. */
  readonly lambda: Readonly<Record<string, string>>;
}

/** What the expressions of a prefix are about. */
export interface PrefixContext {
  /** Of the oldest record of the object, milliseconds since the epoch. */
  readonly arrivalMs: number;
  /** The destination's CustomTimeZone. @default UTC */
  readonly timeZone?: string;
  readonly random: Random;
  readonly partitionKeys?: PartitionKeys;
  /** Says that the template is an ErrorOutputPrefix. */
  readonly errorOutputType?: ErrorOutputType;
}

/** A record has no partition key that the prefix needs, or too long ones: it goes to the error output. */
export class PrefixEvaluationError extends Error {
  override readonly name = "PrefixEvaluationError";
}

/** After evaluation [AWS: Custom prefixes for S3 objects, semantic rules]. */
const maxPrefixCharacters = 512;

/** What follows a prefix without expressions; AWS puts no slash between the two. */
const defaultSuffix = "!{timestamp:yyyy/MM/dd/HH/}";
const defaultErrorSuffix = `!{firehose:error-output-type}/${defaultSuffix}`;

/**
 * What stands before the name of an object in its key. A template without expressions, or none, is followed by
 * `yyyy/MM/dd/HH/`, that of an error by its type and then by these; one with any expression by nothing.
 *
 * @param template Prefix; for an error ErrorOutputPrefix, or Prefix where that is absent
 * @throws AwsError `InvalidArgumentException` for a malformed template
 * @throws PrefixEvaluationError when a partition key is absent or empty, or keys make more than 512 characters of it
 */
export function evaluatePrefix(template: string | undefined, context: PrefixContext): string {
  const prefix = partsOf(template ?? "", context)
    .map((part) => (typeof part === "string" ? part : evaluate(part, context)))
    .join("");
  // Without keys it was checked where it was configured. An error or a backup has nowhere else to go: S3 takes 1,024.
  if (prefix.length <= maxPrefixCharacters || !context.partitionKeys) return prefix;
  throw new PrefixEvaluationError(
    `The evaluated prefix must not exceed ${maxPrefixCharacters} characters; got ${prefix.length}`,
  );
}

function partsOf(template: string, { errorOutputType }: PrefixContext) {
  const suffix = errorOutputType === undefined ? defaultSuffix : defaultErrorSuffix;
  return parsePrefix(template.includes("!{") ? template : template + suffix);
}

/**
 * Takes a template apart into text and expressions, in their order.
 * @throws AwsError `InvalidArgumentException` for an expression that Firehose does not know
 */
export function parsePrefix(template: string): readonly (string | PrefixExpression)[] {
  // Split by a pattern with one group: what stands at odd positions is the inside of an expression.
  return template
    .split(/!\{([^}]*)\}/)
    .map((text, position) => (position % 2 === 1 ? parseExpression(text) : literal(text)))
    .filter((part) => part !== "");
}

function literal(text: string): string {
  if (text.includes("!{")) throw invalid(`!{ begins an expression, which must end with }; got ${text}`);
  return text;
}

function parseExpression(text: string): PrefixExpression {
  const [name, ...rest] = text.split(":");
  const namespace = namespaces.find((known) => known === name);
  const value = rest.join(":");
  if (!namespace) {
    throw invalid(`an expression is !{namespace:value} with one of ${namespaces.join(", ")}; got !{${text}}`);
  }
  if (value === "") throw invalid(`an expression needs a value; got !{${text}}`);
  if (namespace === "timestamp") checkPattern(value);
  if (namespace === "firehose" && value !== "random-string" && value !== "error-output-type") {
    throw invalid(`firehose knows random-string and error-output-type; got !{${text}}`);
  }
  return { namespace, value };
}

function checkPattern(pattern: string): void {
  try {
    timestampFormatter(pattern);
  } catch (error) {
    throw invalid(`!{timestamp:${pattern}} is no pattern of Java's DateTimeFormatter: ${(error as Error).message}`);
  }
}

function invalid(problem: string): AwsError {
  return new AwsError("InvalidArgumentException", `Invalid S3 prefix: ${problem}`);
}

function evaluate({ namespace, value }: PrefixExpression, context: PrefixContext): string {
  if (namespace === "timestamp") return formatTimestamp(value, context.arrivalMs, context.timeZone);
  if (namespace === "partitionKeyFromQuery") return partitionKey(value, context.partitionKeys?.query);
  if (namespace === "partitionKeyFromLambda") return partitionKey(value, context.partitionKeys?.lambda);
  if (value === "random-string") return randomString(context.random);
  if (context.errorOutputType !== undefined) return context.errorOutputType;
  throw invalid("!{firehose:error-output-type} stands in ErrorOutputPrefix only");
}

/** 11 characters; AWS's own example, `046b6c7f-0b`, is the beginning of a UUID. */
function randomString(random: Random): string {
  return random.uuid().slice(0, 11);
}

function partitionKey(name: string, keys: Readonly<Record<string, string>> | undefined): string {
  const value = keys && Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (value) return value;
  throw new PrefixEvaluationError("partitionKeys values must not be null or empty");
}
