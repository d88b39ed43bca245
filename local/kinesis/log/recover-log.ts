import { existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { Block } from "./block";
import type { BlockExtent } from "./block-extent";
import { DamagedLogError } from "./damaged-log-error";
import { type Frame, findFrame } from "./frame";
import type { KeptShard } from "./kept-stream";
import { type Segment, SegmentFiles, type SharedFiles } from "./segment-files";
import type { KeptLog } from "./shard-log";

/** Frames are gathered to blocks of this size, the largest that are written. */
const blockBytes = 256 * 1024;

/** A shard's files, and what is in them. */
export interface RecoveredLog {
  readonly files: SegmentFiles;
  readonly kept: KeptLog;
}

/** What a stream's own file says of a shard's records. */
export type KnownExtent = Pick<KeptShard, "firstIndex" | "nextIndex">;

/** Where frames lie that are read together. */
interface Run {
  readonly extent: BlockExtent;
  readonly segment: Segment;
  readonly offset: number;
}

/**
 * Reads the files that a process before this one wrote, all of them: each frame is checked. A frame at the very end
 * that was not written whole was never acknowledged, and is cut off.
 * @param known which records there were when the stream was last saved: some may have come and gone since
 * @throws DamagedLogError when anything else is not what was written
 */
export function recoverLog(folder: string, shared: SharedFiles, known: KnownExtent): RecoveredLog {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+\.log$/.test(name)) : [];
  const firstIndexes = names.map((name) => Number.parseInt(name, 10));
  firstIndexes.sort((one, other) => one - other);
  const segments: Segment[] = [];
  const runs: Run[] = [];
  let nextIndex = firstIndexes[0] ?? 0;
  for (const firstIndex of firstIndexes) {
    const path = join(folder, `${firstIndex}.log`);
    if (firstIndex !== nextIndex) throw new DamagedLogError(path, 0, `record ${nextIndex} should stand before it`);
    const bytes = readFileSync(path);
    const frames = soundFrames(path, bytes, firstIndex, firstIndex === firstIndexes.at(-1));
    const segment = { path, sizeBytes: frames.at(-1)?.endAt ?? 0, endIndex: frames.at(-1)?.endIndex ?? firstIndex };
    segments.push(segment);
    for (const extent of extentsOf(frames)) runs.push({ ...extent, segment });
    nextIndex = segment.endIndex;
  }
  // A power cut takes the records that were not on the disk yet: not every file, nor what retention has come to.
  const minNextIndex = segments.length === 0 ? known.nextIndex : known.firstIndex;
  if (nextIndex < minNextIndex) {
    const { path, sizeBytes } = segments.at(-1) ?? { path: join(folder, `${nextIndex}.log`), sizeBytes: 0 };
    throw new DamagedLogError(path, sizeBytes, `record ${nextIndex} is not there`);
  }
  const files = new SegmentFiles(folder, shared, segments);
  const blocks = runs.map(({ extent, segment, offset }) => new Block(extent, files, { segment, offset }));
  return { files, kept: { blocks, nextIndex } };
}

/** The frames of a file; what the last write left of one is cut off. */
function soundFrames(path: string, bytes: Buffer, firstIndex: number, isLastFile: boolean): Frame[] {
  const frames: Frame[] = [];
  let [at, index] = [0, firstIndex];
  while (at < bytes.length) {
    const frame = findFrame(bytes, at, index);
    if (!frame) {
      if (!isLastFile || isFrameAfter(bytes, at, index)) {
        throw new DamagedLogError(path, at, `record ${index} is not there, and others come after it`);
      }
      truncateSync(path, at);
      break;
    }
    frames.push(frame);
    [at, index] = [frame.endAt, frame.endIndex];
  }
  return frames;
}

/** Whether a sound frame begins anywhere behind `at`: then what is at `at` is damaged, and not the end. */
function isFrameAfter(bytes: Buffer, at: number, index: number): boolean {
  for (let next = at + 1; next < bytes.length; next++) {
    // No record takes less than a byte.
    if (findFrame(bytes, next, index, index + bytes.length)) return true;
  }
  return false;
}

function extentsOf(frames: readonly Frame[]): Pick<Run, "extent" | "offset">[] {
  const extents: Pick<Run, "extent" | "offset">[] = [];
  let first = frames[0];
  for (const [position, last] of frames.entries()) {
    const next = frames[position + 1];
    if (!first || (next && next.endAt - first.at <= blockBytes)) continue;
    const { firstIndex, arrivalMs: firstArrivalMs, at } = first;
    const { endIndex, arrivalMs: lastArrivalMs, endAt } = last;
    extents.push({
      extent: { firstIndex, endIndex, firstArrivalMs, lastArrivalMs, usedBytes: endAt - at },
      offset: at,
    });
    first = next;
  }
  return extents;
}
