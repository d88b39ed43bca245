import { readState, type State } from "../remote-state";
import type { Target } from "../target";
import type { Finding } from "./finding";

/** Looks whether `weir bootstrap` came to its end, and made the roles that the environment's file asks for. */
export async function checkBootstrap(target: Target): Promise<Finding[]> {
  const { environment, names } = target;
  const fix = `weir bootstrap --env ${environment.name}`;
  const state = await readState(target, "bootstrap");
  if (!state) {
    const message = "the state bucket is there, and the state of the stack that made it is not in it";
    return [{ check: "bootstrap", verdict: "problem", message, fix: `${fix} goes on where it was interrupted` }];
  }
  const done: Finding = {
    check: "bootstrap",
    verdict: "ok",
    message: `done; its state is in ${names.stateBucket.name}`,
  };
  if (!environment.ci) return [done];
  const { repository, branch } = environment.ci;
  const hasRoles = (["plan", "apply"] as const).every((verb) => rolesIn(state)[verb] === names.ciRole(verb).arn);
  const roles: Finding = hasRoles
    ? { check: "CI roles", verdict: "ok", message: `there for ${repository}, branch ${branch}` }
    : {
        check: "CI roles",
        verdict: "problem",
        message: `there are none for ${repository} yet`,
        fix: `${fix} makes them`,
      };
  return [done, roles];
}

function rolesIn({ outputs }: State): { readonly plan?: unknown; readonly apply?: unknown } {
  const roles = outputs["ciRoles"]?.value;
  return typeof roles === "object" && roles !== null ? roles : {};
}
