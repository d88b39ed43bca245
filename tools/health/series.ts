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

/** The alarms on what lasts wait for so many minutes in a row: less is a hiccup. */
const lastingMinutes = 5;

/** Whether the last minutes in a row lie above a limit: enough of them, or all that there are. */
export function isLasting(series: Series, limit: number): boolean {
  const { length } = series.values;
  return length > 0 && minutesAbove(series, limit) >= Math.min(lastingMinutes, length);
}

/**
 * Whether nothing has gone out since something came in, although there was time.
 * @param untilMs the time up to which both are known, milliseconds since the epoch
 */
export function isUnanswered(came: Series, went: Series, untilMs: number, minutes: number): boolean {
  const last = went.values.findLastIndex((value) => value > 0);
  const answeredMs = went.timesMs[last] ?? -Infinity;
  const sinceMs = came.timesMs.find((timeMs, at) => timeMs > answeredMs && (came.values[at] ?? 0) > 0);
  return sinceMs !== undefined && untilMs - sinceMs >= (lastingMinutes + minutes) * 60_000;
}

/** A series of two, minute by minute; a minute that one lacks counts as 0 there. */
export function combined(one: Series, other: Series, combine: (one: number, other: number) => number): Series {
  const timesMs = [...new Set([...one.timesMs, ...other.timesMs])].sort((a, b) => a - b);
  const at = ({ timesMs: times, values }: Series, timeMs: number) => values[times.indexOf(timeMs)] ?? 0;
  return { timesMs, values: timesMs.map((timeMs) => combine(at(one, timeMs), at(other, timeMs))) };
}
