import type { Clock } from "../clock";

interface Sample {
  readonly atMs: number;
  readonly count: number;
}

/** Long enough for numbers that a person can read, short enough to follow what happens. */
const usualWindowMs = 10_000;

/** Of a window: a shorter time would tell more of chance than of the rate. */
const leastShare = 0.2;

/** Turns counts that only grow into what they grow by in a second, when they are asked for again and again. */
export class Rates {
  readonly #samples = new Map<string, Sample[]>();

  constructor(private readonly clock: Clock) {}

  /**
   * What a count grew by in a second, over the window; undefined until it was asked for long enough to tell.
   * @param key tells counts apart
   * @param countedMs when it was counted, milliseconds since the epoch
   */
  perSecond(key: string, count: number, windowMs = usualWindowMs, countedMs = this.clock.now()): number | undefined {
    const sinceMs = this.clock.now() - windowMs;
    const samples = (this.#samples.get(key) ?? []).filter(({ atMs }) => atMs >= sinceMs);
    // Asked for again, it was sampled then.
    if (samples.at(-1)?.atMs !== countedMs) samples.push({ atMs: countedMs, count });
    this.#samples.set(key, samples);
    const first = samples[0];
    if (!first || countedMs - first.atMs < windowMs * leastShare) return undefined;
    return Math.max(0, ((count - first.count) * 1000) / (countedMs - first.atMs));
  }
}
