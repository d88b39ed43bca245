import type { BlockExtent } from "./block-extent";
import type { HeldBlock } from "./block-memory";
import { type Frame, frameBytes, readFrame, type UnwrittenRecord, writeFrame } from "./frame";
import type { BlockPlace, SegmentFiles } from "./segment-files";

/** Frames of a shard, one behind the other: in memory, in a file, or both. */
export class Block implements HeldBlock {
  readonly #files: SegmentFiles | undefined;
  #extent: BlockExtent;
  #bytes: Buffer | undefined;
  #place: BlockPlace | undefined;

  /** @param where its room in memory, or its place in the files */
  constructor(extent: BlockExtent, files: SegmentFiles | undefined, where: Buffer | BlockPlace) {
    this.#extent = extent;
    this.#files = files;
    if (Buffer.isBuffer(where)) this.#bytes = where;
    else this.#place = where;
  }

  get extent(): BlockExtent {
    return this.#extent;
  }

  get memoryBytes(): number {
    return this.#bytes?.length ?? 0;
  }

  /** Whether a frame of that size has room. */
  hasRoom(bytes: number): boolean {
    return this.#extent.usedBytes + bytes <= this.memoryBytes;
  }

  /** Adds a frame, which must have room: where files keep all, they have it when this returns. */
  append(records: readonly UnwrittenRecord[], arrivalMs: number): void {
    const { firstIndex, endIndex, firstArrivalMs, usedBytes: at } = this.#extent;
    const bytes = this.#loaded();
    const usedBytes = writeFrame(bytes, at, records, endIndex, arrivalMs);
    // A size that is not the record's would cut it, or leave a gap behind it.
    if (usedBytes !== at + frameBytes(records)) throw new RangeError("a record has not the size that was said of it");
    const extent = {
      firstIndex,
      endIndex: endIndex + records.length,
      firstArrivalMs,
      lastArrivalMs: arrivalMs,
      usedBytes,
    };
    if (this.#files?.keeps) {
      this.#place ??= this.#files.placeOf(firstIndex);
      this.#files.append(this.#place, bytes.subarray(at, usedBytes), extent.endIndex);
    }
    this.#extent = extent;
  }

  /** Its frames from the one at `at` on. What has left memory is read into it again. @throws DamagedLogError */
  *frames(at = 0): Generator<Frame> {
    const bytes = this.#loaded();
    for (let frame: Frame; at < this.#extent.usedBytes; at = frame.endAt) {
      frame = readFrame(bytes, at);
      yield frame;
    }
  }

  /** No more is added: it may leave memory when that is needed. */
  seal(): void {
    this.#files?.memory.makeRoom(this.memoryBytes);
    this.#files?.memory.hold(this);
  }

  leaveMemory(): void {
    if (this.#files && this.#bytes && !this.#place) {
      const place = this.#files.placeOf(this.#extent.firstIndex);
      this.#files.append(place, this.#bytes.subarray(0, this.#extent.usedBytes), this.#extent.endIndex);
      this.#place = place;
    }
    this.#bytes = undefined;
  }

  /** Nobody needs it any more. */
  drop(): void {
    this.#files?.memory.release(this);
  }

  #loaded(): Buffer {
    if (this.#bytes) return this.#bytes;
    if (!this.#files || !this.#place) throw new Error(`block ${this.#extent.firstIndex} is nowhere`);
    this.#files.memory.makeRoom(this.#extent.usedBytes);
    const bytes = this.#files.read(this.#place, this.#extent);
    this.#bytes = bytes;
    this.#files.memory.hold(this);
    return bytes;
  }
}
