import { ExpressionError } from "./expression-error";
import { mapValues, type TimeSeries, valueAt } from "./time-series";

/** What an expression comes to. */
export type Value =
  | { readonly kind: "scalar"; readonly scalar: number }
  | { readonly kind: "series"; readonly series: TimeSeries }
  | { readonly kind: "array"; readonly array: readonly TimeSeries[] };

/** A number. */
export function scalar(value: number): Value {
  return { kind: "scalar", scalar: value };
}

/** The time series of a value that has any. */
export function allSeries(value: Value): readonly TimeSeries[] {
  if (value.kind === "scalar") return [];
  return value.kind === "series" ? [value.series] : value.array;
}

/** Each time series of a value made anew; numbers are refused. @param what in errors: the function's name */
export function mapSeries(value: Value, what: string, map: (series: TimeSeries) => TimeSeries): Value {
  if (value.kind === "series") return { kind: "series", series: map(value.series) };
  if (value.kind === "array") return { kind: "array", array: value.array.map(map) };
  throw new ExpressionError(`${what} wants a time series, not a number`);
}

/** Joins two values: numbers, series point by point where both have one, and each series of an array. */
export function combine(left: Value, right: Value, join: (left: number, right: number) => number): Value {
  if (left.kind === "scalar") {
    if (right.kind === "scalar") return scalar(present(join, left.scalar, right.scalar));
    return mapSeries(right, "", (series) => mapValues(series, (value) => present(join, left.scalar, value)));
  }
  if (right.kind === "scalar") {
    return mapSeries(left, "", (series) => mapValues(series, (value) => present(join, value, right.scalar)));
  }
  if (left.kind === "series" && right.kind === "series") {
    return { kind: "series", series: joinSeries(left.series, right.series, join) };
  }
  if (left.kind === "series") return mapSeries(right, "", (series) => joinSeries(left.series, series, join));
  if (right.kind === "series") return mapSeries(left, "", (series) => joinSeries(series, right.series, join));
  throw new ExpressionError("Two arrays of time series can't be operands of one operator");
}

/** Of series with different periods, the longer one's are the result's. */
function joinSeries(left: TimeSeries, right: TimeSeries, join: (left: number, right: number) => number): TimeSeries {
  const longer = left.periodMs >= right.periodMs ? left : right;
  return mapValues(longer, (_value, index) => {
    const timeMs = longer.startMs + index * longer.periodMs;
    return present(join, valueAt(left, timeMs), valueAt(right, timeMs));
  });
}

/** No point comes of a missing one, nor of what is no number, such as a division by zero. */
function present(join: (left: number, right: number) => number, left: number, right: number): number {
  const joined = Number.isNaN(left) || Number.isNaN(right) ? Number.NaN : join(left, right);
  return Number.isFinite(joined) ? joined : Number.NaN;
}
