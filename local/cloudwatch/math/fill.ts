import { mapValues, type TimeSeries, timeOf, valueAt } from "./time-series";

/** What takes the place of missing values: a number, another series, the value before, or a line between neighbours. */
export type Filler = number | TimeSeries | "REPEAT" | "LINEAR";

/** A series with its missing values filled; those that the filler has no value for stay missing. */
export function fill(series: TimeSeries, filler: Filler): TimeSeries {
  if (filler === "REPEAT") return repeated(series);
  if (filler === "LINEAR") return interpolated(series);
  const fillerAt = (index: number) => (typeof filler === "number" ? filler : valueAt(filler, timeOf(series, index)));
  return mapValues(series, (value, index) => (Number.isNaN(value) ? fillerAt(index) : value));
}

function repeated(series: TimeSeries): TimeSeries {
  let last = Number.NaN;
  return mapValues(series, (value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

function interpolated(series: TimeSeries): TimeSeries {
  const values = series.values.slice();
  let before: number | undefined;
  for (const [index, value] of series.values.entries()) {
    if (Number.isNaN(value)) continue;
    if (before !== undefined) {
      const from = series.values[before] ?? value;
      const step = (value - from) / (index - before);
      for (let gap = before + 1; gap < index; gap++) values[gap] = from + step * (gap - before);
    }
    before = index;
  }
  return { ...series, values };
}
