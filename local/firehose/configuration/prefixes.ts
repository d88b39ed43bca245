import { type PrefixExpression, parsePrefix } from "../delivery/prefix";
import { invalidArgument } from "./invalid-argument";

/** Where objects go, and those with records that could not be delivered. */
interface Prefixes {
  readonly Prefix?: string;
  readonly ErrorOutputPrefix?: string;
}

/** After evaluation; what an expression becomes is not known yet, so it counts for nothing here. */
const maxPrefixCharacters = 512;

/**
 * The rules of the developer guide's "Custom prefixes for Amazon S3 objects", in the words of the API's answers.
 * @throws AwsError `InvalidArgumentException`
 */
export function checkPrefixes({ Prefix = "", ErrorOutputPrefix = "" }: Prefixes, dynamicPartitioning: boolean): void {
  const prefix = expressionsOf(Prefix);
  const errorPrefix = expressionsOf(ErrorOutputPrefix);
  if (prefix.some(isErrorOutputType)) throw unsatisfied(`Prefix must not contain any occurrence of ${errorOutputType}`);
  if (prefix.length > 0 && ErrorOutputPrefix === "") {
    throw unsatisfied("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
  }
  if (errorPrefix.length > 0 && !errorPrefix.some(isErrorOutputType)) {
    throw unsatisfied(`ErrorOutputPrefix must contain at least one occurrence of ${errorOutputType}`);
  }
  if (errorPrefix.some(isPartitionKey)) {
    throw invalidArgument("Dynamic Partitioning Namespaces can't be part of an error prefix expression");
  }
  if (prefix.some(isPartitionKey) && !dynamicPartitioning) {
    throw invalidArgument(
      "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
    );
  }
  checkLength(Prefix, "prefix");
  checkLength(ErrorOutputPrefix, "ErrorOutputPrefix");
}

/** Whether a prefix has a partition key. */
export function hasPartitionKey(prefix: string | undefined): boolean {
  return expressionsOf(prefix ?? "").some(isPartitionKey);
}

/** Whether a prefix has any expression. */
export function hasExpression(prefix: string | undefined): boolean {
  return expressionsOf(prefix ?? "").length > 0;
}

const errorOutputType = "!{firehose:error-output-type}";

function isErrorOutputType({ namespace, value }: PrefixExpression): boolean {
  return namespace === "firehose" && value === "error-output-type";
}

function isPartitionKey({ namespace }: PrefixExpression): boolean {
  return namespace === "partitionKeyFromQuery" || namespace === "partitionKeyFromLambda";
}

function expressionsOf(prefix: string): PrefixExpression[] {
  return parsePrefix(prefix).filter((part) => typeof part !== "string");
}

function checkLength(template: string, name: string): void {
  const characters = parsePrefix(template).reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
  if (characters > maxPrefixCharacters) {
    throw invalidArgument(`Length of evaluated ${name} cannot be greater than ${maxPrefixCharacters}`);
  }
}

/** "Ths" is AWS's own. */
function unsatisfied(constraint: string) {
  return invalidArgument(`Ths supplied prefix(es) do not satisfy the following constraint: ${constraint}`);
}
