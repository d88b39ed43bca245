import type { Time } from "./time";

/** How far behind its schedule a producer may fall and still catch up; a longer stall (a sleeping laptop) is not made up for. */
const maxLagMs = 5_000;

/** When an endless source is to be read, and on whose clock. */
export interface Pace {
  readonly time: Time;
  /** Ends the source when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * Passes items on at `ratePerSecond`, the first at once. Each is due at an absolute time, so that what a timer or
 * a slow call adds is made up for by those that follow, and the rate does not drift.
 *
 * @param durationSeconds ends after so long; without it, when the items end or the signal aborts
 */
export async function* atRate<T>(
  items: Iterable<T> | AsyncIterable<T>,
  ratePerSecond: number,
  { time, signal }: Pace,
  durationSeconds = Number.POSITIVE_INFINITY,
): AsyncGenerator<T> {
  const startMs = time.now();
  const endMs = startMs + durationSeconds * 1000;
  let scheduleMs = startMs;
  let passed = 0;
  if (durationSeconds === 0) return;
  for await (const item of items) {
    yield item;
    passed++;
    // The next one is made only when it is due, so that its timestamp is not of the past.
    const dueMs = scheduleMs + (passed * 1000) / ratePerSecond;
    const lagMs = time.now() - dueMs;
    if (lagMs > maxLagMs) scheduleMs += lagMs;
    const waitMs = Math.min(dueMs, endMs) - time.now();
    if (waitMs > 0) await time.sleep(waitMs, signal);
    if (signal.aborted || dueMs >= endMs) return;
  }
}

/**
 * Passes items on as they were recorded, `speed` times as fast: the first at once, each other as long after it as its
 * `timeMs` is, divided by `speed`. An item older than one before it is passed on at once: the order stays the file's.
 */
export async function* atRecordedTimes<T extends { readonly timeMs?: number }>(
  items: AsyncIterable<T>,
  speed: number,
  { time, signal }: Pace,
): AsyncGenerator<T> {
  const startMs = time.now();
  let firstMs: number | undefined;
  for await (const item of items) {
    const timeMs = item.timeMs ?? firstMs ?? 0;
    firstMs ??= timeMs;
    const waitMs = startMs + (timeMs - firstMs) / speed - time.now();
    if (waitMs > 0) await sleepLong(waitMs, time, signal);
    if (signal.aborted) return;
    yield item;
  }
}

/** A timer's delay is a 32-bit integer, and recorded times can lie further apart than its 24.8 days. */
async function sleepLong(delayMs: number, time: Time, signal: AbortSignal): Promise<void> {
  const endMs = time.now() + delayMs;
  for (let restMs = delayMs; restMs > 0 && !signal.aborted; restMs = endMs - time.now()) {
    await time.sleep(Math.min(restMs, 2 ** 31 - 1), signal);
  }
}
