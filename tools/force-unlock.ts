import type { Command } from "commander";
import { verifyAccount } from "./lifecycle/account";
import { type HeldLock, listLocks, removeLock } from "./lifecycle/held-locks";
import { withTargetOptions } from "./lifecycle/options";
import { openTarget } from "./lifecycle/target";

const examples = `
A command that was killed leaves its lock behind. Whoever removes the lock of one that still runs lets two commands
change the environment at once: make sure first that it has ended, on the host that the lock names.

Examples:
  weir force-unlock 8f0c2f6e-33b9-4f57-a1cf-0d1c4bd4ad5f --env prod

Exit codes: 0 the lock is gone, 1 there is no such lock.`;

/** Adds `weir force-unlock`: removes what a killed command has left behind. */
export function registerForceUnlock(program: Command): void {
  const command = program
    .command("force-unlock")
    .description("Remove a lock whose holder is gone: the environment's, or that of a stack's state.")
    .argument("<lock-id>", "its id, as the message says that speaks of it");
  withTargetOptions(command).addHelpText("after", examples).action(forceUnlock);
}

async function forceUnlock(
  id: string,
  options: { readonly env: string; readonly json: boolean; readonly endpoint?: string },
): Promise<void> {
  const target = await openTarget(options);
  await verifyAccount(target);
  const locks = await listLocks(target);
  const lock = locks.find((held) => held.id === id);
  if (!lock || !(await removeLock(target, lock))) throw new Error(`there is no lock ${id}; ${offer(locks)}`);
  const { etag: _, ...removed } = lock;
  process.stdout.write(options.json ? `${JSON.stringify({ removed }, null, 2)}\n` : `removed: ${describe(lock)}\n`);
}

function offer(locks: readonly HeldLock[]): string {
  return locks.length === 0 ? "none is held" : `there are:\n${locks.map((lock) => `  ${describe(lock)}`).join("\n")}`;
}

function describe({ id, subject, who, command, createdAt }: HeldLock): string {
  return `${id}, of ${subject}, held by ${who} for "${command}" since ${createdAt}`;
}
