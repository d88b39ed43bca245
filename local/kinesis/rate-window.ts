const windowMs = 1_000;

/**
 * A rate a second, as Kinesis keeps it for a shard: a second begins with its first use. What is taken beyond the
 * rate (one GetRecords may return five seconds' worth of bytes) is owed by the seconds that follow.
 */
export class RateWindow {
  #startMs = -Infinity;
  #used = 0;

  constructor(private readonly perSecond: number) {}

  /** What may still be taken in the second that `nowMs` lies in; 0 or less when it is used up. */
  left(nowMs: number): number {
    // A machine's clock may be set back: nobody waits until it has caught up.
    this.#startMs = Math.min(this.#startMs, nowMs);
    const passed = Math.floor((nowMs - this.#startMs) / windowMs);
    if (passed >= 1) {
      this.#used = Math.max(0, this.#used - passed * this.perSecond);
      this.#startMs = this.#used > 0 ? this.#startMs + passed * windowMs : nowMs;
    }
    return this.perSecond - this.#used;
  }

  /** How long until some may be taken, milliseconds; 0 when it may be now. */
  waitMs(nowMs: number): number {
    const left = this.left(nowMs);
    if (left > 0) return 0;
    const windows = Math.floor(-left / this.perSecond) + 1;
    return this.#startMs + windows * windowMs - nowMs;
  }

  /** Takes some of the second that the last `left` was asked for. */
  take(amount: number): void {
    this.#used += amount;
  }
}
