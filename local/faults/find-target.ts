import type { Target, TargetType } from "./fault";
import { targetTypes } from "./fault";
import { FaultError } from "./fault-error";

/**
 * The resource that a person means: by its whole name, or by the ends of its name's parts where only one has them
 * (`stream/data-stream` for `stream/kinesis-streaming-dev-data-stream`).
 * @param allowed the types that it may be of
 * @throws FaultError with the names that there are, when none is meant, or more than one
 */
export function findTarget(given: string, allowed: readonly TargetType[], targets: readonly Target[]): Target {
  const type = typeOf(given);
  if (type === undefined || !allowed.includes(type)) {
    const types = allowed.map((each) => `${each}/<name>`).join(", ");
    throw new FaultError(`the target is ${JSON.stringify(given)}; for this fault give one such as ${types}`);
  }
  if (targets.includes(given as Target)) return given as Target;
  const candidates = targets.filter((target) => target.startsWith(`${type}/`));
  const [found, ...others] = candidates.filter((target) => endsAlike(target, given));
  if (found && others.length === 0) return found;
  if (found)
    throw new FaultError(`the target ${given} may be any of: ${[found, ...others].join(", ")}; give its whole name`);
  const known = candidates.length > 0 ? `there are: ${candidates.join(", ")}` : `there is no ${type} at all`;
  throw new FaultError(`the target ${given} does not exist; ${known}`);
}

function typeOf(given: string): TargetType | undefined {
  return targetTypes.find((type) => given.startsWith(`${type}/`));
}

/** Whether each part of a name ends in the same part of what was given, after a hyphen. */
function endsAlike(target: Target, given: string): boolean {
  const parts = target.split("/");
  const ends = given.split("/");
  return parts.length === ends.length && parts.every((part, at) => part === ends[at] || part.endsWith(`-${ends[at]}`));
}
