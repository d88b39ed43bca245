import { readInput, structure, text } from "../../server/input-shape";
import { findFunction, functionName } from "../function-name";
import type { Lambda } from "../lambda";
import { readGiven, readSettings, refuseFunctionMembers, role, settingMembers } from "./function-input";
import { functionOutput } from "./function-output";
import { checkRevision } from "./revision";

const shape = structure({ FunctionName: functionName }, { ...settingMembers, Role: role, RevisionId: text({}) });

/** Changes the settings that a request names; invocations under way end with the former. */
export function updateFunctionConfiguration({ functions }: Lambda, input: unknown) {
  const request = readInput(shape, input);
  refuseFunctionMembers(input);
  const fn = findFunction(functions, request.FunctionName);
  checkRevision(fn, request.RevisionId);
  const given = { ...fn.configuration.given, ...readGiven(request) };
  functions.updateConfiguration(fn, { ...readSettings(request), given });
  return functionOutput(fn);
}
