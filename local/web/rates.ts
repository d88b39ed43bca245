import type { Clock } from "../clock";

interface Sample {
  readonly atMs: number;
  readonly count: number;
}

/** Long enough for numbers that a person can read, short enough to follow what happens. */
const usualWindowMs = 10_000;

/** Turns counts that only grow into what they grow by in a second, when they are asked for again and again. */
export class Rates {
  readonly #samples = new Map<string, Sample[]>();

  constructor(private readonly clock: Clock) {}

  /**
   * What a count grew by in a second, over the window; undefined when it is asked for the first time in that.
   * @param key tells counts apart
   */
  perSecond(key: string, count: number, windowMs = usualWindowMs): number | undefined {
    const nowMs = this.clock.now();
    const samples = (this.#samples.get(key) ?? []).filter(({ atMs }) => atMs >= nowMs - windowMs);
    // Asked for twice at a time, it was sampled then.
    if (samples.at(-1)?.atMs !== nowMs) samples.push({ atMs: nowMs, count });
    this.#samples.set(key, samples);
    const first = samples[0];
    if (!first || first.atMs === nowMs) return undefined;
    return Math.max(0, ((count - first.count) * 1000) / (nowMs - first.atMs));
  }
}
