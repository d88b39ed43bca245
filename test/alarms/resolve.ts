import type { Environment } from "../../environments";
import { type ResolvedEnvironment, readEnvironment } from "../../local/terraform/read-environment";
import { withStacksOf } from "../templates-of";

/** The stacks of an environment with every expression in them resolved. */
export function resolve(environment: Environment): ResolvedEnvironment {
  return withStacksOf(environment, (outDir) => readEnvironment({ outDir, environment: environment.name }));
}
