import type { Series } from "./metric-reader";

const blocks = "▁▂▃▄▅▆▇█";

/**
 * A plot of one line, a character a minute: a minute without data is blank.
 * @param startMs when the first minute begins
 */
export function plot({ timesMs, values }: Series, startMs: number, minutes: number): string {
  const top = Math.max(...values, 0);
  const line = Array.from({ length: minutes }, () => " ");
  for (const [at, timeMs] of timesMs.entries()) {
    const minute = Math.floor((timeMs - startMs) / 60_000);
    const height = top === 0 ? 0 : (Math.max(0, values[at] ?? 0) / top) * (blocks.length - 1);
    if (minute >= 0 && minute < minutes) line[minute] = blocks.charAt(Math.round(height));
  }
  return line.join("");
}
