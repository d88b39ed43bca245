import { readInput, structure } from "../../server/input-shape";
import { functionNotFound, namespacedFunctionName, qualifier, readFunctionName } from "../function-name";
import { invalidParameter } from "../invalid-parameter";
import type { Lambda } from "../lambda";

const shape = structure({ FunctionName: namespacedFunctionName }, { Qualifier: qualifier });

/** Deletes a function; its mappings stay, and fail. @throws AwsError `ResourceNotFoundException` */
export async function deleteFunction({ functions }: Lambda, input: unknown): Promise<void> {
  const { FunctionName, Qualifier } = readInput(shape, input);
  const named = readFunctionName(functions, FunctionName, Qualifier);
  if (named.qualifier === "$LATEST") {
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  }
  const fn = functions.find(named.name);
  if (!fn || named.qualifier !== undefined) throw functionNotFound(functions, named.name);
  await functions.deleteFunction(fn);
}
