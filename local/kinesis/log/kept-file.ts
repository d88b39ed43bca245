import { existsSync, readFileSync } from "node:fs";
import { replaceFile } from "../../replace-file";

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

/** Writes or replaces a file, as `replaceFile` does. */
export function writeKept(path: string, kept: object, isSynced: boolean): void {
  replaceFile(path, `${JSON.stringify({ format, ...kept }, replaceMap, 2)}\n`, isSynced);
}

/** JSON has no maps. */
function replaceMap(_key: string, value: unknown): unknown {
  return value instanceof Map ? { $map: [...value] } : value;
}

function reviveMap(_key: string, value: unknown): unknown {
  const isMap = typeof value === "object" && value !== null && "$map" in value && Array.isArray(value.$map);
  return isMap ? new Map(value.$map as [unknown, unknown][]) : value;
}
