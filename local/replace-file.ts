import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes or replaces a file, in a folder that need not be there: whoever reads it finds the old or the new, whole, and
 * if `isSynced` after a power cut too.
 */
export function replaceFile(path: string, text: string, isSynced: boolean): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.new`, text, { flush: isSynced });
  renameSync(`${path}.new`, path);
  if (isSynced) for (const changed of [folder, dirname(folder)]) syncFolder(changed);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
