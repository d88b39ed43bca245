import { integer, readInput, structure } from "../../server/input-shape";
import { functionName, functionNotFound, readFunctionName } from "../function-name";
import { invalidParameter } from "../invalid-parameter";
import type { Lambda } from "../lambda";
import type { LambdaFunction } from "../lambda-function";

const shape = structure({ FunctionName: functionName }, {});
const putShape = structure({ FunctionName: functionName, ReservedConcurrentExecutions: integer({ min: 0 }) }, {});

/** Sets concurrency aside for a function alone. @throws AwsError `InvalidParameterValueException` when little is left */
export function putFunctionConcurrency(lambda: Lambda, input: unknown) {
  const { FunctionName, ReservedConcurrentExecutions } = readInput(putShape, input);
  const fn = findUnqualified(lambda, FunctionName, "$LATEST");
  lambda.functions.reserveConcurrency(fn, ReservedConcurrentExecutions);
  return { ReservedConcurrentExecutions };
}

/** What is set aside for a function: an empty answer where nothing is. */
export function getFunctionConcurrency(lambda: Lambda, input: unknown) {
  const { FunctionName } = readInput(shape, input);
  return { ReservedConcurrentExecutions: findUnqualified(lambda, FunctionName).reservedConcurrency };
}

/** Gives back what was set aside. */
export function deleteFunctionConcurrency(lambda: Lambda, input: unknown): void {
  const { FunctionName } = readInput(shape, input);
  lambda.functions.reserveConcurrency(findUnqualified(lambda, FunctionName), undefined);
}

/** @param notFoundAs the qualifier with which AWS names a function that is not there */
function findUnqualified({ functions }: Lambda, given: string, notFoundAs?: string): LambdaFunction {
  const { name, qualifier } = readFunctionName(functions, given);
  if (qualifier !== undefined) {
    throw invalidParameter(
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. " +
        "Please specify either a function name or an unqualified function ARN.",
    );
  }
  const fn = functions.find(name);
  if (fn) return fn;
  throw functionNotFound(functions, name, notFoundAs);
}
