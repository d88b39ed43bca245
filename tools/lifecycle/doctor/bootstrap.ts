import { isDeepStrictEqual } from "node:util";
import { ciRolesOf } from "../../ci-roles";
import { readState, type State } from "../remote-state";
import type { Target } from "../target";
import type { Finding } from "./finding";

/** Looks whether `weir bootstrap` came to its end, and made the roles that the environment's file asks for. */
export async function checkBootstrap(target: Target): Promise<Finding[]> {
  const { environment, names } = target;
  const check = "bootstrap";
  const state = await readState(target, "bootstrap");
  if (!state) {
    const message = "the state bucket is there, and the state of the stack that made it is not in it";
    const fix = `weir bootstrap --env ${environment.name} goes on where it was interrupted`;
    return [{ check, verdict: "problem", message, fix }];
  }
  const message = `done; its state is in ${names.stateBucket.name}`;
  return [{ check, verdict: "ok", message }, ...checkCiRoles(target, state)];
}

/** The stack's output says which roles it made, and its resources whom they trust. */
function checkCiRoles({ environment }: Target, { outputs, resources }: State): Finding[] {
  const { name, ci } = environment;
  if (!ci) return [];
  const check = "CI roles";
  const whose = `${ci.repository}, branch ${ci.branch}`;
  const roles = resources.filter(({ type }) => type === "aws_iam_role").flatMap(({ instances }) => instances);
  const isTrusted = roles.every(({ attributes }) => {
    const trust = String(attributes.assume_role_policy);
    return trust.includes(`"repo:${ci.repository}:`) && trust.includes(`refs/heads/${ci.branch}"`);
  });
  if (isTrusted && isDeepStrictEqual(outputs["ciRoles"]?.value, ciRolesOf(environment))) {
    return [{ check, verdict: "ok", message: `there for ${whose}` }];
  }
  const message = `there are none for ${whose} yet`;
  return [{ check, verdict: "problem", message, fix: `weir bootstrap --env ${name} makes them` }];
}
