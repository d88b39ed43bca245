import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes a folder for this process alone, and empties it unless what is in it is kept.
 * @returns what gives the folder back
 * @throws Error when another process that still runs has it
 */
export function claimDataDir(dataDir: string, keep: boolean): () => void {
  const lock = join(dataDir, "lock");
  const holder = holderOf(lock);
  if (holder !== undefined && isRunning(holder)) {
    throw new Error(
      `${dataDir} is in use by process ${holder}, another weir up: stop that one first (if it is none, delete ${lock})`,
    );
  }
  if (!keep) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(lock, String(process.pid));
  return () => rmSync(lock, { force: true });
}

function holderOf(lock: string): number | undefined {
  return existsSync(lock) ? Number(readFileSync(lock, "utf8")) : undefined;
}

/** Signal 0 reaches nobody, but fails when there is nobody to reach. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
