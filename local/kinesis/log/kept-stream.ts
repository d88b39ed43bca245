import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HashKeyRange } from "../hash-key";
import type { StreamProperties } from "../stream-properties";
import type { StreamUpdate } from "../stream-update";

/** A shard without its records. All times are milliseconds since the epoch. */
export interface KeptShard {
  readonly number: number;
  readonly hashKeys: HashKeyRange;
  readonly parentShardIds: readonly string[];
  readonly createdMs: number;
  /** The second that stands in its sequence numbers. */
  readonly createdSeconds: number;
  /** Of the oldest record that retention had not taken when this was written: what it took does not come back. */
  readonly firstIndex: number;
  readonly closed?: { readonly atMs: number; readonly endingSequenceNumber: string };
}

/** A stream without its records. */
export interface KeptStream {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly properties: StreamProperties;
  /** How many shards it ever had: the number of the next. */
  readonly shardsMade: number;
  readonly shards: readonly KeptShard[];
  /** What was asked for and acknowledged, and had not happened yet. */
  readonly coming?: StreamUpdate;
}

/** Raised when what is written can't be read as before. */
const format = 1;

/** Reads what `writeKeptStream` wrote; undefined when the folder has none. @throws Error when it is not that */
export function readKeptStream(folder: string): KeptStream | undefined {
  const path = pathIn(folder);
  if (!existsSync(path)) return undefined;
  try {
    const { format: found, ...stream } = JSON.parse(readFileSync(path, "utf8"), reviveMap);
    if (found === format) return stream;
    throw new Error(`its format is ${found}, and this version of Weir reads ${format}`);
  } catch (cause) {
    const message = `${path} can't be read (${cause}): put a sound copy back, or start without --keep`;
    throw new Error(message, { cause });
  }
}

/** Writes or replaces the file of a stream: whoever reads it finds the old one or the new one, whole. */
export function writeKeptStream(folder: string, stream: KeptStream, isSynced: boolean): void {
  const path = pathIn(folder);
  const text = `${JSON.stringify({ format, ...stream }, replaceMap, 2)}\n`;
  writeFileSync(`${path}.new`, text, { flush: isSynced });
  renameSync(`${path}.new`, path);
  if (isSynced) for (const changed of [folder, dirname(folder)]) syncFolder(changed);
}

/** Of a stream's folder. */
export function pathIn(folder: string): string {
  return join(folder, "stream.json");
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
