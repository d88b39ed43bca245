/** Values a period apart; NaN where there is none. */
export interface TimeSeries {
  /** Of the query that it comes from. */
  readonly id: string;
  /** When the first period begins, milliseconds since the epoch. */
  readonly startMs: number;
  readonly periodMs: number;
  readonly values: Float64Array;
}

/** When a period begins, milliseconds since the epoch. */
export function timeOf({ startMs, periodMs }: TimeSeries, index: number): number {
  return startMs + index * periodMs;
}

/** The value of the period that begins then; NaN where there is none. */
export function valueAt({ startMs, periodMs, values }: TimeSeries, timeMs: number): number {
  return values[(timeMs - startMs) / periodMs] ?? Number.NaN;
}

/** A series of the same periods, with other values. */
export function mapValues(series: TimeSeries, value: (value: number, index: number) => number): TimeSeries {
  return { ...series, values: series.values.map(value) };
}
