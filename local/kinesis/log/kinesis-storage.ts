import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../clock";
import type { AccountProperties } from "../account-properties";
import { hashKeyOf } from "../hash-key";
import { BlockMemory } from "./block-memory";
import { FileSync, type FsyncPolicy } from "./file-sync";
import { readKept, writeKept } from "./kept-file";
import { type KeptStream, pathIn } from "./kept-stream";
import { OpenFiles } from "./open-files";
import type { SharedFiles } from "./segment-files";
import { StreamStorage } from "./stream-storage";

/** Where an engine's streams live beyond memory. */
export interface KinesisStorageOptions {
  /** This process's alone: a folder for each stream is in it. */
  readonly folder: string;
  /** Whether each record is written before it is acknowledged, and found again by the next process. */
  readonly keeps: boolean;
  /** When kept records are brought to the disk itself. */
  readonly fsync: FsyncPolicy;
  readonly clock: Clock;
  /** Hears of a failure that no request waits for. */
  readonly onError: (error: unknown) => void;
  /** What records may take of the memory. @default 64 MiB */
  readonly memoryBytes?: number;
  /** How large a shard's files grow, of which retention deletes whole ones. @default 16 MiB */
  readonly segmentBytes?: number;
}

/** What readers at the tip need is in memory, and resident memory stays far below what a laptop misses. */
const defaultMemoryBytes = 64 * 1024 * 1024;

const defaultSegmentBytes = 16 * 1024 * 1024;

/** Of the 256 that some systems allow a process. */
const maxOpenFiles = 64;

/** Beside the streams' folders, none of which can have this name. */
const accountFile = "%account.json";

/** The folder of an engine's streams. */
export class KinesisStorage {
  readonly #folder: string;
  readonly #files: SharedFiles;
  readonly #sync: FileSync;

  /** Without `keeps`, what is in the folder is deleted: it is of another process. */
  constructor(options: KinesisStorageOptions) {
    const { folder, keeps, fsync, clock, onError } = options;
    const { memoryBytes = defaultMemoryBytes, segmentBytes = defaultSegmentBytes } = options;
    if (!keeps) rmSync(folder, { recursive: true, force: true });
    this.#folder = folder;
    this.#sync = new FileSync({ policy: fsync, clock, onError });
    this.#files = {
      memory: new BlockMemory(memoryBytes),
      open: new OpenFiles(maxOpenFiles),
      keeps,
      segmentBytes,
      onWrite: (path) => this.#sync.add(path),
    };
  }

  /** The streams that the process before this one had, if it kept them too. @throws Error when one can't be read */
  keptStreams(): KeptStream[] {
    if (!existsSync(this.#folder)) return [];
    const names = readdirSync(this.#folder).filter((name) => name !== accountFile);
    return names.flatMap((name) => {
      const folder = join(this.#folder, name);
      const stream = readKept<KeptStream>(pathIn(folder));
      // Records beyond memory of a process that did not keep them, or a stream that was being deleted.
      if (!stream) rmSync(folder, { recursive: true });
      return stream ?? [];
    });
  }

  /** The account as that process left it; undefined when it never changed it. @throws Error when it can't be read */
  keptAccount(): AccountProperties | undefined {
    return readKept(join(this.#folder, accountFile));
  }

  /** Keeps what the account is now, if streams are kept. */
  saveAccount(account: AccountProperties): void {
    if (this.#files.keeps) writeKept(join(this.#folder, accountFile), account, this.#sync.isOn);
  }

  /** The place of one stream. */
  streamStorage(streamName: string): StreamStorage {
    // Some systems take `Events` and `events` for one folder, and all have other uses for `.` and `..`; none has a `%`.
    const isPlain = /^[^.A-Z][^A-Z]*$/.test(streamName);
    const name = isPlain ? streamName : `${streamName.toLowerCase()}%${hashKeyOf(streamName)}`;
    return new StreamStorage(join(this.#folder, name), this.#files, this.#sync.isOn);
  }

  /** Resolves when the records that were put may be acknowledged; undefined if they may be now. */
  acknowledgeable(): Promise<void> | undefined {
    return this.#sync.acknowledgeable();
  }

  /** Brings to the disk what is not there yet, unless nothing is. */
  async close(): Promise<void> {
    await this.#sync.close();
    this.#files.open.closeAll();
  }
}
