import type { Series } from "./metric-reader";

const blocks = "▁▂▃▄▅▆▇█";

/** A line of a terminal has no more room, beside what it says. */
const maxWidth = 60;

/**
 * A plot of one line, a character a minute, or the greatest of as many minutes as make it fit: one without data is blank.
 * @param startMs when the first minute begins
 */
export function plot({ timesMs, values }: Series, startMs: number, minutes: number): string {
  const top = Math.max(...values, 0);
  const each = Math.ceil(minutes / maxWidth);
  const heights: (number | undefined)[] = Array.from({ length: Math.ceil(minutes / each) });
  for (const [at, timeMs] of timesMs.entries()) {
    const column = Math.floor((timeMs - startMs) / 60_000 / each);
    const height = top === 0 ? 0 : (Math.max(0, values[at] ?? 0) / top) * (blocks.length - 1);
    if (column >= 0 && column < heights.length) heights[column] = Math.max(heights[column] ?? 0, Math.round(height));
  }
  return heights.map((height) => (height === undefined ? " " : blocks.charAt(height))).join("");
}
