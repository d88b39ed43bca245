const dayMs = 86_400_000;

/** Those of some times, milliseconds since the epoch, that lie in the last 24 hours. */
export function ofLastDay(timesMs: readonly number[], nowMs: number): readonly number[] {
  return timesMs.filter((timeMs) => timeMs > nowMs - dayMs);
}
