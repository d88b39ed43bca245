import { AwsError } from "../aws-error";
import { text } from "../server/input-shape";
import type { Functions } from "./functions";
import type { LambdaFunction } from "./lambda-function";

const arnPrefix = "(arn:(aws[a-zA-Z-]*)?:lambda:)?";
const regionPrefix = "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?";
const accountPrefix = "(\\d{12}:)?(function:)?";
const plainName = "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
const namespacedName = "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

/** A function's name, partial ARN or ARN, as operations take it that change a function. */
export const functionName = text({
  min: 1,
  max: 140,
  pattern: arnPrefix + regionPrefix + accountPrefix + plainName,
});

/** The same as operations take it that may speak of a version. */
export const namespacedFunctionName = text({
  min: 1,
  max: 256,
  pattern: arnPrefix + regionPrefix + accountPrefix + namespacedName,
});

/** A version or an alias. */
export const qualifier = text({ min: 1, max: 128, pattern: "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+" });

/** What a request calls a function. */
export interface NamedFunction {
  readonly name: string;
  /** A version or an alias, in the name or beside it. */
  readonly qualifier?: string;
}

const parts = new RegExp(
  `^${arnPrefix}(?<region>[a-z]{2,4}-[a-z-]+-\\d:)?(?<account>\\d{12}:)?(function:)?(?<name>[^:]+)(:(?<qualifier>.+))?$`,
);

/**
 * Takes a name apart that its shape let through.
 * @throws AwsError `ResourceNotFoundException` for another region, `AccessDeniedException` for another account,
 * `InvalidParameterValueException` for two qualifiers that differ
 */
export function readFunctionName(
  { accountId, region }: Pick<Functions, "accountId" | "region">,
  given: string,
  givenQualifier?: string,
): NamedFunction {
  const found = parts.exec(given)?.groups ?? {};
  const { name = given, qualifier = givenQualifier } = found;
  if (found["region"] !== undefined && found["region"] !== `${region}:`) {
    const other = found["region"].slice(0, -1);
    const message = `Functions from '${other}' are not reachable in this region ('${region}')`;
    throw new AwsError("ResourceNotFoundException", message, 404);
  }
  // AWS says nothing more to a stranger.
  if (found["account"] !== undefined && found["account"] !== `${accountId}:`) {
    throw new AwsError("AccessDeniedException", "", 403);
  }
  if (givenQualifier !== undefined && qualifier !== givenQualifier) {
    const message = "The derived qualifier from the function name does not match the specified qualifier.";
    throw new AwsError("InvalidParameterValueException", message);
  }
  return { name, qualifier };
}

/**
 * Finds the function that a request names. There are no versions and aliases here: `$LATEST` is the only qualifier.
 * @throws AwsError `ResourceNotFoundException`, and as `readFunctionName`
 */
export function findFunction(functions: Functions, given: string, givenQualifier?: string): LambdaFunction {
  const { name, qualifier } = readFunctionName(functions, given, givenQualifier);
  const fn = functions.find(name);
  if (fn && (qualifier === undefined || qualifier === "$LATEST")) return fn;
  throw functionNotFound(functions, name, qualifier);
}

/** AWS's word for a function, or a version of it, that is not there. */
export function functionNotFound(functions: Functions, name: string, qualifier?: string): AwsError {
  const arn = functions.arnOf(name) + (qualifier === undefined ? "" : `:${qualifier}`);
  return new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
}
