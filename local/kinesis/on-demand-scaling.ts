import { fromHashKey, type HashKeyRange, toHashKey } from "./hash-key";
import type { Shard } from "./shard";
import type { ReshardStep } from "./stream-update";

/** What an on-demand stream has at least: AWS gives it 4 MiB/s, a shard for each. */
const minShards = 4;

/** Over what time a shard's traffic is measured: AWS says only that it splits a hot shard within 15 minutes. */
const windowMs = 60_000;
const windowSeconds = windowMs / 1000;

/**
 * AWS splits the shards of an on-demand stream that take more than 500 KB/s, half of what they may (developer guide,
 * "Handling read and write throughput exceptions"). So the stream always takes twice what it ever took.
 */
const hotBytesPerSecond = 500_000;
/** The same half, of records. */
const hotRecordsPerSecond = 500;

/** How many shards an on-demand stream needs to take so many MiB a second. */
export function shardsFor(mibps: number): number {
  return Math.max(minShards, mibps);
}

/** Measures what the shards of an on-demand stream take, minute by minute, and finds those to split. */
export class OnDemandScaling {
  readonly #maxShards: number;
  readonly #taken = new Map<Shard, { bytes: number; records: number }>();
  #endMs = -Infinity;

  /** @param maxShards how many may be open: what AWS lets one stream scale to */
  constructor(maxShards: number) {
    this.#maxShards = maxShards;
  }

  /** Counts records that a shard took. */
  count(shard: Shard, records: readonly { readonly sizeBytes: number }[]): void {
    const taken = this.#taken.get(shard) ?? { bytes: 0, records: 0 };
    taken.records += records.length;
    for (const { sizeBytes } of records) taken.bytes += sizeBytes;
    this.#taken.set(shard, taken);
  }

  /** Whether a minute is over: then `splits` must be asked for before more is counted. */
  isDue(nowMs: number): boolean {
    // A clock that was set back has the minute end too, or all until it had caught up would be one.
    return nowMs >= this.#endMs || nowMs < this.#endMs - windowMs;
  }

  /** Begins the next minute. @returns splits in the middle of those shards that took too much in the one before */
  splits(open: readonly Shard[], nowMs: number): ReshardStep[] {
    const hot = open.filter((shard) => this.#isHot(shard) && shard.hashKeys.start < shard.hashKeys.end);
    this.#taken.clear();
    this.#endMs = nowMs + windowMs;
    return hot.slice(0, Math.max(0, this.#maxShards - open.length)).map(({ hashKeys }) => halves(hashKeys));
  }

  #isHot(shard: Shard): boolean {
    const { bytes, records } = this.#taken.get(shard) ?? { bytes: 0, records: 0 };
    return bytes > hotBytesPerSecond * windowSeconds || records > hotRecordsPerSecond * windowSeconds;
  }
}

function halves({ start, end }: HashKeyRange): ReshardStep {
  const middle = (fromHashKey(start) + fromHashKey(end)) / 2n;
  return [
    { start, end: toHashKey(middle) },
    { start: toHashKey(middle + 1n), end },
  ];
}
