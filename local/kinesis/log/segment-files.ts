import { ftruncateSync, mkdirSync, readSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BlockExtent } from "./block-extent";
import type { BlockMemory } from "./block-memory";
import { DamagedLogError } from "./damaged-log-error";
import { findFrame } from "./frame";
import type { OpenFiles } from "./open-files";

/** One of a shard's files. */
export interface Segment {
  /** `<first index>.log` in the shard's folder. */
  readonly path: string;
  sizeBytes: number;
  /** Of the record behind its last. */
  endIndex: number;
}

/** Where a block lies. */
export interface BlockPlace {
  readonly segment: Segment;
  readonly offset: number;
}

/** What the files of all shards share. */
export interface SharedFiles {
  readonly memory: BlockMemory;
  readonly open: OpenFiles;
  /** Whether files have every record from the moment that it is put, or what memory can't hold. */
  readonly keeps: boolean;
  /** A file of that size gets no more blocks: retention deletes whole files. */
  readonly segmentBytes: number;
  /** Hears of each file or folder that has changed. */
  readonly onWrite: (path: string) => void;
}

/** The files of one shard, which blocks are written to one behind the other. */
export class SegmentFiles {
  readonly #folder: string;
  readonly #shared: SharedFiles;
  /** In order of their records. */
  readonly #segments: Segment[];

  /** @param segments those that are there already */
  constructor(folder: string, shared: SharedFiles, segments: readonly Segment[]) {
    this.#folder = folder;
    this.#shared = shared;
    this.#segments = [...segments];
  }

  get keeps(): boolean {
    return this.#shared.keeps;
  }

  get memory(): BlockMemory {
    return this.#shared.memory;
  }

  /** Where a block is to be written that begins with the record at `firstIndex`. */
  placeOf(firstIndex: number): BlockPlace {
    const last = this.#segments.at(-1);
    const segment = last && last.sizeBytes < this.#shared.segmentBytes ? last : this.#begin(firstIndex);
    return { segment, offset: segment.sizeBytes };
  }

  /** Adds to the block that was placed last. */
  append({ segment }: BlockPlace, bytes: Buffer, endIndex: number): void {
    const descriptor = this.#shared.open.descriptor(segment.path);
    try {
      writeWhole(descriptor, bytes, segment.sizeBytes);
    } catch (error) {
      // What a full disk took of it must not stand between the frames.
      ftruncateSync(descriptor, segment.sizeBytes);
      throw error;
    }
    segment.sizeBytes += bytes.length;
    segment.endIndex = endIndex;
    this.#shared.onWrite(segment.path);
  }

  /** Reads a block. @throws DamagedLogError when it is not what was written */
  read({ segment, offset }: BlockPlace, { usedBytes, firstIndex }: BlockExtent): Buffer {
    const bytes = Buffer.allocUnsafeSlow(usedBytes);
    const read = readSync(this.#shared.open.descriptor(segment.path), bytes, 0, usedBytes, offset);
    if (read < usedBytes) throw new DamagedLogError(segment.path, offset + read, "the file ends there");
    let index = firstIndex;
    for (let at = 0; at < usedBytes; ) {
      const frame = findFrame(bytes, at, index);
      if (!frame) throw new DamagedLogError(segment.path, offset + at, `record ${index} is not there`);
      index = frame.endIndex;
      at = frame.endAt;
    }
    return bytes;
  }

  /** Deletes the files that hold no record from `firstIndex` on. */
  trim(firstIndex: number, nextIndex: number): void {
    // Kept files tell where the next record's index goes on: the last of them does so by its name.
    const last = this.#segments.at(-1);
    if (this.keeps && last && last.sizeBytes > 0 && firstIndex === nextIndex) this.#begin(nextIndex);
    const trimmed = this.#segments.findIndex(({ endIndex, sizeBytes }) => endIndex > firstIndex || sizeBytes === 0);
    const count = trimmed === -1 ? this.#segments.length : trimmed;
    for (const { path } of this.#segments.slice(0, count)) {
      this.#shared.open.close(path);
      rmSync(path, { force: true });
      // One that can't be deleted is tried again: those after it would otherwise leave a gap.
      this.#segments.shift();
    }
  }

  /** Deletes all. */
  delete(): void {
    for (const segment of this.#segments.splice(0)) this.#shared.open.close(segment.path);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #begin(firstIndex: number): Segment {
    const segment = { path: join(this.#folder, `${firstIndex}.log`), sizeBytes: 0, endIndex: firstIndex };
    const isFolderNew = mkdirSync(this.#folder, { recursive: true }) !== undefined;
    this.#shared.open.descriptor(segment.path);
    // Names are on the disk when the folder that holds them is.
    this.#shared.onWrite(this.#folder);
    if (isFolderNew) this.#shared.onWrite(dirname(this.#folder));
    this.#segments.push(segment);
    return segment;
  }
}

function writeWhole(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
  }
}
