import { flag, oneOf, readInput, structure } from "../../server/input-shape";
import { functionDefaults } from "../function-configuration";
import { functionName, readFunctionName } from "../function-name";
import { invalidParameter } from "../invalid-parameter";
import type { Lambda } from "../lambda";
import { codeMembers, readPackage } from "./deployment-package";
import { readGiven, readSettings, refuseFunctionMembers, role, settingMembers } from "./function-input";
import { functionOutput } from "./function-output";
import { checkTags, tagMap } from "./tags";

const shape = structure(
  { FunctionName: functionName, Role: role, Code: structure({}, codeMembers) },
  { ...settingMembers, PackageType: oneOf(["Zip", "Image"]), Publish: flag, Tags: tagMap },
);

/**
 * Makes a function of a zip package.
 * @throws AwsError `ResourceConflictException` when there is one of that name, `InvalidParameterValueException`
 */
export async function createFunction(lambda: Lambda, input: unknown) {
  const request = readInput(shape, input);
  refuseFunctionMembers(input);
  const { FunctionName, Role, Code, Handler, Runtime, Tags = {} } = request;
  const { name } = readFunctionName(lambda.functions, FunctionName);
  checkTags(Tags);
  if (request.PackageType === "Image")
    throw invalidParameter("Container images do not run locally: only zip packages do.");
  if (Handler === undefined || Runtime === undefined) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  const required = { name, roleArn: Role, handler: Handler, runtime: Runtime };
  const configuration = { ...functionDefaults, ...readSettings(request), ...required, given: readGiven(request) };
  const fn = await lambda.functions.createFunction(configuration, await readPackage(lambda, Code));
  fn.tags = new Map(Object.entries(Tags));
  return functionOutput(fn);
}
