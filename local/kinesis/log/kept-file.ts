import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** Raised when what is written can't be read as before. */
const format = 1;

/** Reads what `writeKept` wrote; undefined when there is no such file. @throws Error when it is not that */
export function readKept<T extends object>(path: string): T | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { format: found, ...kept } = JSON.parse(readFileSync(path, "utf8"), reviveMap);
    if (found === format) return kept;
    throw new Error(`its format is ${found}, and this version of Weir reads ${format}`);
  } catch (cause) {
    const message = `${path} can't be read (${cause}): put a sound copy back, or start without --keep`;
    throw new Error(message, { cause });
  }
}

/** Writes or replaces a file, in a folder that need not be there: whoever reads it finds the old or the new, whole. */
export function writeKept(path: string, kept: object, isSynced: boolean): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const text = `${JSON.stringify({ format, ...kept }, replaceMap, 2)}\n`;
  writeFileSync(`${path}.new`, text, { flush: isSynced });
  renameSync(`${path}.new`, path);
  if (isSynced) for (const changed of [folder, dirname(folder)]) syncFolder(changed);
}

/** JSON has no maps. */
function replaceMap(_key: string, value: unknown): unknown {
  return value instanceof Map ? { $map: [...value] } : value;
}

function reviveMap(_key: string, value: unknown): unknown {
  const isMap = typeof value === "object" && value !== null && "$map" in value && Array.isArray(value.$map);
  return isMap ? new Map(value.$map as [unknown, unknown][]) : value;
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
