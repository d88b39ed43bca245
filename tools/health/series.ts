import type { Series } from "./metric-reader";

/** Of all minutes together; 0 without any. */
export function sum({ values }: Series): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The greatest; undefined without any. */
export function greatest({ values }: Series): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

/** The newest; undefined without any. */
export function newest({ values }: Series): number | undefined {
  return values.at(-1);
}

/** How many of the last values in a row, up to the newest, lie above a limit. */
export function minutesAbove({ values }: Series, limit: number): number {
  const below = values.findLastIndex((value) => value <= limit);
  return values.length - 1 - below;
}

/** A series of two, minute by minute; a minute that one lacks counts as 0 there. */
export function combined(one: Series, other: Series, combine: (one: number, other: number) => number): Series {
  const timesMs = [...new Set([...one.timesMs, ...other.timesMs])].sort((a, b) => a - b);
  const at = ({ timesMs: times, values }: Series, timeMs: number) => values[times.indexOf(timeMs)] ?? 0;
  return { timesMs, values: timesMs.map((timeMs) => combine(at(one, timeMs), at(other, timeMs))) };
}
