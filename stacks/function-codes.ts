import type { Environment } from "../environments";
import type { FunctionCode } from "../modules/lambda-function/lambda-function";

/** The bundle of each folder of functions/ that is deployed. */
export type FunctionCodes = ReadonlyMap<string, FunctionCode>;

/** The folders of functions/ that an environment deploys. */
export function codesOf({ processors, deliveries }: Environment): string[] {
  const transforms = Object.values(deliveries).flatMap(({ transform }) => (transform ? [transform.code] : []));
  return [...new Set([...Object.values(processors).map(({ code }) => code), ...transforms])];
}

/**
 * The bundle of a folder of functions/.
 * @throws Error when there is none
 */
export function codeOf(codes: FunctionCodes, folder: string): FunctionCode {
  const code = codes.get(folder);
  if (!code) throw new Error(`functions/${folder} was not bundled; there are: ${[...codes.keys()].join(", ")}`);
  return code;
}
