import { pathToFileURL } from "node:url";
import { readInput, structure } from "../../server/input-shape";
import { findFunction, namespacedFunctionName, qualifier } from "../function-name";
import type { Lambda } from "../lambda";
import { functionOutput } from "./function-output";

const shape = structure({ FunctionName: namespacedFunctionName }, { Qualifier: qualifier });

/** Describes a function, and says where its package is. @throws AwsError `ResourceNotFoundException` */
export function getFunction({ functions }: Lambda, input: unknown) {
  const { FunctionName, Qualifier } = readInput(shape, input);
  const fn = findFunction(functions, FunctionName, Qualifier);
  const { tags, reservedConcurrency } = fn;
  return {
    Configuration: functionOutput(fn),
    // AWS's is a presigned URL of ten minutes; here the package is a file of this machine.
    Code: { RepositoryType: "S3", Location: pathToFileURL(fn.code.zipPath).href },
    Tags: tags.size > 0 ? Object.fromEntries(tags) : undefined,
    Concurrency: reservedConcurrency === undefined ? undefined : { ReservedConcurrentExecutions: reservedConcurrency },
  };
}

/** Describes a function. @throws AwsError `ResourceNotFoundException` */
export function getFunctionConfiguration({ functions }: Lambda, input: unknown) {
  const { FunctionName, Qualifier } = readInput(shape, input);
  return functionOutput(findFunction(functions, FunctionName, Qualifier));
}
