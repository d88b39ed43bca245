import type { KinesisRecord } from "../reader";
import type { SequenceNumbers } from "../sequence-numbers";
import { Block } from "./block";
import type { BlockExtent } from "./block-extent";
import { nextBlockBytes } from "./block-memory";
import { type Frame, frameBytes, readRecord, type UnwrittenRecord } from "./frame";
import { LoggedRecord } from "./logged-record";
import type { SegmentFiles } from "./segment-files";

/** What is there of a log already: its blocks in files, and where its records begin and end. */
export interface KeptLog {
  readonly blocks: readonly Block[];
  readonly nextIndex: number;
}

/** The records of a shard in the order they came; old ones leave at the head. */
export class ShardLog {
  readonly #sequenceNumbers: SequenceNumbers;
  readonly #files: SegmentFiles | undefined;
  /** With all kept records; those at the head of the first may be trimmed. */
  #blocks: Block[];
  /** The last block, while frames are added to it. */
  #open: Block | undefined;
  #lastBlockBytes = 0;
  #nextIndex: number;
  #firstIndex: number;
  /** Where the frame of the first record lies in the first block. */
  #headAt = 0;
  #headArrivalMs: number;

  /** @param files where records go beyond memory; all stay in memory without */
  constructor(sequenceNumbers: SequenceNumbers, files?: SegmentFiles, kept: KeptLog = { blocks: [], nextIndex: 0 }) {
    this.#sequenceNumbers = sequenceNumbers;
    this.#files = files;
    this.#blocks = [...kept.blocks];
    this.#nextIndex = kept.nextIndex;
    const head = this.#blocks[0]?.extent;
    this.#firstIndex = head?.firstIndex ?? kept.nextIndex;
    this.#headArrivalMs = head?.firstArrivalMs ?? Infinity;
    if (files) files.memory.logs++;
  }

  /** Index that the next record gets: how many were ever appended. */
  get nextIndex(): number {
    return this.#nextIndex;
  }

  /** Index of the oldest record kept; `nextIndex` when there is none. */
  get firstIndex(): number {
    return this.#firstIndex;
  }

  /** When the last record came, if one is left, milliseconds since the epoch. */
  get lastArrivalMs(): number | undefined {
    return this.#blocks.at(-1)?.extent.lastArrivalMs;
  }

  /** Adds records that came together, no earlier than those before them: all of them, or none if it throws. */
  append(records: readonly UnwrittenRecord[], arrivalMs: number): void {
    const block = this.#blockFor(frameBytes(records), arrivalMs);
    block.append(records, arrivalMs);
    if (block !== this.#open) {
      this.#open = block;
      this.#lastBlockBytes = block.memoryBytes;
      if (this.#blocks.length === 0) this.#headArrivalMs = arrivalMs;
      this.#blocks.push(block);
    }
    this.#nextIndex += records.length;
  }

  /** Lets go of what arrived before `timestampMs`. */
  trim(timestampMs: number): void {
    if (this.#headArrivalMs < timestampMs) this.#drop((_, arrivalMs) => arrivalMs < timestampMs);
  }

  /** Lets go of the records before `index`, with which a frame begins. */
  trimTo(index: number): void {
    if (this.#firstIndex < index) this.#drop((endIndex) => endIndex <= index);
  }

  /** Kept records from `fromIndex` on, as many as both bounds allow, and at least one if there is any. */
  read(fromIndex: number, maxRecords: number, maxBytes: number): readonly KinesisRecord[] {
    const records: KinesisRecord[] = [];
    let bytesLeft = maxBytes;
    for (const record of this.#recordsFrom(Math.max(fromIndex, this.#firstIndex))) {
      bytesLeft -= record.sizeBytes;
      if (records.length >= maxRecords || (bytesLeft < 0 && records.length > 0)) break;
      records.push(record);
    }
    return records;
  }

  /** Index of the first kept record that arrived at or after `timestampMs`; `nextIndex` when there is none. */
  indexAt(timestampMs: number): number {
    const block = this.#blocks[this.#findBlock(({ lastArrivalMs }) => lastArrivalMs >= timestampMs)];
    if (!block) return this.#nextIndex;
    for (const { arrivalMs, firstIndex } of block.frames()) {
      if (arrivalMs >= timestampMs) return Math.max(this.#firstIndex, firstIndex);
    }
    return block.extent.endIndex;
  }

  /** Ends the log, and deletes what is on disk of it: readers that are left find nothing. */
  delete(): void {
    for (const block of this.#blocks.splice(0)) block.drop();
    this.#empty();
    if (!this.#files) return;
    this.#files.memory.logs--;
    this.#files.delete();
  }

  #blockFor(bytes: number, arrivalMs: number): Block {
    const open = this.#open;
    if (open?.hasRoom(bytes)) return open;
    // A full disk refuses the record here, and the next one too: memory does not grow in its place.
    open?.seal();
    this.#open = undefined;
    const sizeBytes = Math.max(bytes, nextBlockBytes(this.#lastBlockBytes, this.#files?.memory.maxBlockBytes));
    const index = this.#nextIndex;
    const extent = { firstIndex: index, endIndex: index, firstArrivalMs: arrivalMs, lastArrivalMs: arrivalMs };
    // Not filled: only what was written is ever read.
    return new Block({ ...extent, usedBytes: 0 }, this.#files, Buffer.allocUnsafeSlow(sizeBytes));
  }

  *#recordsFrom(start: number): Generator<LoggedRecord> {
    for (let at = this.#findBlock(({ endIndex }) => endIndex > start); at < this.#blocks.length; at++) {
      for (const frame of this.#blocks[at]?.frames() ?? []) {
        if (frame.endIndex <= start) continue;
        let recordAt = frame.recordsAt;
        for (let index = frame.firstIndex; index < frame.endIndex; index++) {
          const place = readRecord(frame.bytes, recordAt);
          recordAt = place.endAt;
          if (index >= start) yield new LoggedRecord(index, frame.arrivalMs, frame.bytes, place, this.#sequenceNumbers);
        }
      }
    }
  }

  /** Position of the first block that is so, as all behind it are; their number if there is none. */
  #findBlock(isSo: (extent: BlockExtent) => boolean): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      if (block && isSo(block.extent)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Lets go of the first blocks, as long as their last frame is old, and then of the first frames of the next. */
  #drop(isOld: (endIndex: number, arrivalMs: number) => boolean): void {
    const isKept = ({ extent }: Block) => !isOld(extent.endIndex, extent.lastArrivalMs);
    const kept = this.#blocks.findIndex(isKept);
    const dropped = this.#blocks.splice(0, kept === -1 ? this.#blocks.length : kept);
    for (const block of dropped) block.drop();
    const [head] = this.#blocks;
    if (head) this.#moveHead(head.frames(dropped.length > 0 ? 0 : this.#headAt), isOld);
    else this.#empty();
    this.#files?.trim(this.#firstIndex, this.#nextIndex);
  }

  #moveHead(frames: Iterable<Frame>, isOld: (endIndex: number, arrivalMs: number) => boolean): void {
    for (const { at, firstIndex, endIndex, arrivalMs } of frames) {
      if (isOld(endIndex, arrivalMs)) continue;
      this.#headAt = at;
      this.#headArrivalMs = arrivalMs;
      this.#firstIndex = firstIndex;
      return;
    }
  }

  #empty(): void {
    this.#open = undefined;
    this.#headAt = 0;
    this.#headArrivalMs = Infinity;
    this.#firstIndex = this.#nextIndex;
  }
}
