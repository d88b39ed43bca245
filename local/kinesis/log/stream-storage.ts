import { rmSync } from "node:fs";
import { join } from "node:path";
import type { SequenceNumbers } from "../sequence-numbers";
import { writeKept } from "./kept-file";
import { type KeptStream, pathIn } from "./kept-stream";
import { type KnownExtent, recoverLog } from "./recover-log";
import { SegmentFiles, type SharedFiles } from "./segment-files";
import { ShardLog } from "./shard-log";

/** The folder of one stream: a file that tells what it is, and a folder for each shard. */
export class StreamStorage {
  readonly #folder: string;
  readonly #files: SharedFiles;
  readonly #isSynced: boolean;

  constructor(folder: string, files: SharedFiles, isSynced: boolean) {
    this.#folder = folder;
    this.#files = files;
    this.#isSynced = isSynced;
  }

  /** An empty log for a new shard. */
  newLog(shardId: string, sequenceNumbers: SequenceNumbers): ShardLog {
    const folder = join(this.#folder, shardId);
    return new ShardLog(sequenceNumbers, new SegmentFiles(folder, this.#files, []));
  }

  /**
   * The log of a shard that the process before this one kept.
   * @throws DamagedLogError
   */
  recoverLog(shardId: string, sequenceNumbers: SequenceNumbers, known: KnownExtent): ShardLog {
    const { files, kept } = recoverLog(join(this.#folder, shardId), this.#files, known);
    const log = new ShardLog(sequenceNumbers, files, kept);
    log.trimTo(known.firstIndex);
    return log;
  }

  /** Keeps what the stream is now, if streams are kept: when this returns, the next process finds it so. */
  save(stream: KeptStream): void {
    if (!this.#files.keeps) return;
    writeKept(pathIn(this.#folder), stream, this.#isSynced);
  }

  /** The next process does not find the stream: what is left behind without its one file is none. */
  forget(): void {
    rmSync(pathIn(this.#folder), { force: true });
  }

  /** Deletes the folder of a forgotten stream. */
  delete(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
