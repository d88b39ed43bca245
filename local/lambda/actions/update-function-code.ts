import { flag, list, oneOf, readInput, structure, text } from "../../server/input-shape";
import { measurePackage } from "../function-code";
import { findFunction, functionName } from "../function-name";
import { refuseMembers } from "../invalid-parameter";
import type { Lambda } from "../lambda";
import { codeMembers, readPackage } from "./deployment-package";
import { readGiven } from "./function-input";
import { functionOutput } from "./function-output";
import { checkRevision } from "./revision";

const shape = structure(
  { FunctionName: functionName },
  {
    ...codeMembers,
    Architectures: list(oneOf(["x86_64", "arm64"]), { min: 1, max: 1 }),
    DryRun: flag,
    RevisionId: text({}),
  },
);

/** Replaces a function's package; invocations under way end with the former. `DryRun` checks it and changes nothing. */
export async function updateFunctionCode(lambda: Lambda, input: unknown) {
  const request = readInput(shape, input);
  refuseMembers(input, ["Publish", "PublishTo"]);
  const { functions } = lambda;
  const fn = findFunction(functions, request.FunctionName);
  checkRevision(fn, request.RevisionId);
  const zip = await readPackage(lambda, request);
  if (request.DryRun) {
    const { sizeBytes, sha256 } = measurePackage(zip);
    return { ...functionOutput(fn), CodeSize: sizeBytes, CodeSha256: sha256 };
  }
  await functions.updateCode(fn, zip);
  const given = { ...fn.configuration.given, ...readGiven(request) };
  if (request.Architectures) functions.updateConfiguration(fn, { given });
  return functionOutput(fn);
}
