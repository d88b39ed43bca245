import type { Environment } from "../environments";
import { namesOf } from "../names";

/** The ARNs of the roles that an environment's continuous integration takes on; `undefined` where it has none. */
export function ciRolesOf(environment: Environment): Readonly<Record<"plan" | "apply", string>> | undefined {
  if (!environment.ci) return undefined;
  const { ciRole } = namesOf(environment);
  return { plan: ciRole("plan").arn, apply: ciRole("apply").arn };
}
