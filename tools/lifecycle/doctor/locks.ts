import { listLocks } from "../held-locks";
import type { Target } from "../target";
import type { Finding } from "./finding";

/** Looks for locks that are held: by somebody who works, or by a command that was killed. */
export async function checkLocks(target: Target): Promise<Finding[]> {
  const locks = await listLocks(target);
  if (locks.length === 0) return [{ check: "locks", verdict: "ok", message: "none is held" }];
  return locks.map(({ id, subject, who, command, createdAt }) => ({
    check: "locks",
    verdict: "warning",
    message: `${subject} is locked: ${who} has been running "${command}" since ${createdAt}`,
    fix: `wait for its end; if it runs no more, weir force-unlock ${id} --env ${target.environment.name}`,
  }));
}
