import type { MetricStore } from "../metrics/metric-store";
import type { TimeRange } from "../metrics/periods";
import { readStatistic } from "../metrics/statistic";
import { invalidValue } from "../parameter-errors";
import type { MetricStat } from "./metric-data-query";
import type { TimeSeries } from "./time-series";

const minuteMs = 60_000;

/** The values of a metric, and the units that it has when the query names none. */
export interface MetricValues {
  readonly series: TimeSeries;
  readonly units: readonly string[];
}

/**
 * Reads a statistic of a metric. The first period begins with the minute of the range's begin, or with the even part of a
 * minute that a shorter period makes.
 * @throws AwsError for a statistic that is not here
 */
export function readMetric(store: MetricStore, stat: MetricStat, label: string, range: TimeRange): MetricValues {
  const { Namespace, MetricName, Dimensions = [] } = stat.Metric;
  const statistic = readStatistic(stat.Stat);
  if (statistic === undefined)
    throw invalidValue(`The value ${stat.Stat} for parameter Stat is not a valid statistic.`);
  const periodMs = stat.Period * 1_000;
  const startMs = roundDown(range.startMs, Math.min(periodMs, minuteMs));
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
  const asked = { startMs, endMs: range.endMs };
  const found = store
    .seriesOf({ namespace: Namespace, name: MetricName, dimensions })
    .filter(({ unit }) => stat.Unit === undefined || unit === stat.Unit)
    .map((series) => ({ unit: series.unit, values: series.read(asked, periodMs, statistic) }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  const values = found[0]?.values ?? new Float64Array(Math.ceil((range.endMs - startMs) / periodMs)).fill(Number.NaN);
  return { series: { label, startMs, periodMs, values }, units: found.map(({ unit }) => unit) };
}

/** The last multiple of `stepMs` that is not later. */
function roundDown(timeMs: number, stepMs: number): number {
  return timeMs - (timeMs % stepMs);
}
