import type { Problem } from "../../environment-error";
import { readDatePattern } from "./java-date-pattern";

/** What the expressions of a prefix may refer to. */
export interface PrefixScope {
  readonly isErrorPrefix: boolean;
  /** Dynamic keys that jq finds; absent without dynamic partitioning. */
  readonly queryKeys?: readonly string[] | undefined;
  /** Dynamic keys that the transform returns; absent without dynamic partitioning. */
  readonly lambdaKeys?: readonly string[] | undefined;
}

interface Expression {
  /** As it stands in the prefix. */
  readonly text: string;
  readonly namespace: string;
  readonly value: string;
}

/** The expressions of a prefix, such as `!{timestamp:yyyy}`, in their order. */
export function expressionsOf(prefix: string): Expression[] {
  return Array.from(prefix.matchAll(/!\{([^{}:]*):([^{}]*)\}/g), ([text, namespace = "", value = ""]) => ({
    text,
    namespace,
    value,
  }));
}

/** The folder that everything under a prefix lies in, as far as that is certain: up to its first expression. */
export function folderOf(prefix: string): string {
  const [literal = ""] = prefix.split("!{");
  return literal.slice(0, literal.lastIndexOf("/") + 1);
}

/** What Firehose would refuse of a prefix, by the rules of its custom prefixes. */
export function* prefixProblems(path: readonly string[], prefix: string, scope: PrefixScope): Generator<Problem> {
  const expressions = expressionsOf(prefix);
  const literals = expressions.reduce((rest, { text }) => rest.replace(text, ""), prefix);
  if (literals.includes("!{")) {
    yield { path, got: prefix, allowed: "expressions of the form !{namespace:value}, each closed" };
  }
  for (const expression of expressions) {
    const allowed = expressionProblem(expression, scope);
    if (allowed !== undefined) yield { path, got: expression.text, allowed };
  }
  const evaluated = literals.length + expressions.reduce((sum, expression) => sum + minLength(expression), 0);
  if (evaluated > 512) {
    yield { path, got: prefix, allowed: `at most 512 characters once evaluated; these are ${evaluated} or more` };
  }
  const hasType = expressions.some(({ value }) => value === "error-output-type");
  if (scope.isErrorPrefix && expressions.length > 0 && !hasType) {
    const allowed =
      "an expression !{firehose:error-output-type} in an error prefix that has any: it keeps errors of one kind together";
    yield { path, got: prefix, allowed };
  }
}

/** What may stand there instead of an expression; `undefined` when it may stand. */
function expressionProblem({ namespace, value }: Expression, scope: PrefixScope): string | undefined {
  switch (namespace) {
    case "timestamp": {
      const { problem } = readDatePattern(value);
      return problem && `a pattern of Java's DateTimeFormatter: ${problem}`;
    }
    case "firehose":
      if (value === "random-string" || (value === "error-output-type" && scope.isErrorPrefix)) return undefined;
      return value === "error-output-type"
        ? "!{firehose:error-output-type} in the error prefix alone"
        : "!{firehose:random-string}, and in an error prefix !{firehose:error-output-type}";
    case "partitionKeyFromQuery":
      return keyProblem(value, scope.queryKeys, "dynamicPartitioning.jq", scope.isErrorPrefix);
    case "partitionKeyFromLambda":
      return keyProblem(value, scope.lambdaKeys, "dynamicPartitioning.transformKeys", scope.isErrorPrefix);
    default:
      return "a namespace of: timestamp, firehose, partitionKeyFromQuery, partitionKeyFromLambda";
  }
}

function keyProblem(key: string, keys: readonly string[] | undefined, where: string, isErrorPrefix: boolean) {
  if (isErrorPrefix) return "no dynamic key in an error prefix: what failed may have none";
  if (!keys)
    return `no dynamic key without dynamicPartitioning; add ${where} with the key ${key}, or a prefix without it`;
  return keys.includes(key) ? undefined : `a key of ${where}: ${keys.join(", ") || "(there is none)"}`;
}

/** The least characters that an expression evaluates to. */
function minLength({ namespace, value }: Expression): number {
  if (namespace === "timestamp") return readDatePattern(value).minLength;
  // A type that conversion has; only those of OpenSearch and dynamic partitioning are longer.
  if (value === "error-output-type") return "format-conversion-failed".length;
  return value === "random-string" ? 11 : 1;
}
