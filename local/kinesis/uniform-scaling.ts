import { divideHashKeys, fromHashKey, type HashKey, type HashKeyRange, toHashKey } from "./hash-key";
import type { Stream } from "./stream";
import type { ReshardStep } from "./stream-update";

/** Reshards a stream at once into `count` shards of equal size. */
export function scaleUniformly(stream: Stream, count: number): void {
  stream.reshard(stepsTo(stream, count));
}

/** The steps that give a stream `count` shards of equal size. */
export function stepsTo(stream: Stream, count: number): ReshardStep[] {
  return uniformSteps(rangesOf(stream), count);
}

/**
 * The splits and merges that make `count` shards of equal size of those that are open, in AWS's order: from the lowest
 * hash key up, each new shard is gathered from what lies in its range, and what reaches beyond is split off first.
 * So 4 shards become 3 by way of 4 that live only for a moment.
 */
export function uniformSteps(open: readonly HashKeyRange[], count: number): ReshardStep[] {
  const steps: ReshardStep[] = [];
  const ahead = [...open].reverse();
  for (const target of divideHashKeys(count)) {
    let gathered: HashKeyRange | undefined;
    while (gathered === undefined || gathered.end < target.end) {
      const next = ahead.pop();
      if (!next) throw new RangeError(`no open shard holds the hash keys up to ${target.end}`);
      const part = { start: next.start, end: next.end < target.end ? next.end : target.end };
      if (part.end < next.end) {
        const beyond = { start: keyAfter(part.end), end: next.end };
        steps.push([part, beyond]);
        ahead.push(beyond);
      }
      if (gathered) steps.push([{ start: gathered.start, end: part.end }]);
      gathered = { start: gathered?.start ?? part.start, end: part.end };
    }
  }
  return steps;
}

/** The greatest number of shards that are open at a time while steps are taken. */
export function peakOpenShards(openShards: number, steps: readonly ReshardStep[]): number {
  let open = openShards;
  let peak = open;
  for (const { length } of steps) {
    // A split makes two of one shard, a merge one of two.
    open += length === 2 ? 1 : -1;
    peak = Math.max(peak, open);
  }
  return peak;
}

function rangesOf(stream: Stream): HashKeyRange[] {
  return stream.openShards().map(({ hashKeys }) => hashKeys);
}

function keyAfter(key: HashKey): HashKey {
  return toHashKey(fromHashKey(key) + 1n);
}
