import { join } from "node:path";
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
  /** Of the record behind the last that it had then. */
  readonly nextIndex: number;
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

/** The file that tells of a `KeptStream`, in the stream's folder. */
export function pathIn(folder: string): string {
  return join(folder, "stream.json");
}
