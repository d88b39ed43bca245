import { AwsError } from "../../aws-error";
import type { MetricStore } from "../metrics/metric-store";
import type { TimeRange } from "../metrics/periods";
import { readStatistic } from "../metrics/statistic";
import type { MetricStat } from "./metric-data-query";
import type { TimeSeries } from "./time-series";

const minuteMs = 60_000;

/** The values of a metric, and the units that it has when the query names none. */
export interface MetricValues {
  readonly series: TimeSeries;
  readonly units: readonly string[];
}

/**
 * Reads a statistic of a metric: of its first unit by the alphabet, when it has several and the query names none.
 * @param id of the query
 * @throws AwsError ValidationException for a statistic that is not here
 */
export function readMetric(store: MetricStore, id: string, stat: MetricStat, range: TimeRange): MetricValues {
  const { Namespace, MetricName, Dimensions = [] } = stat.Metric;
  const statistic = readStatistic(stat.Stat);
  if (statistic === undefined) {
    throw new AwsError("ValidationException", `The value ${stat.Stat} for parameter Stat is not a valid statistic.`);
  }
  const empty = emptySeries(id, stat.Period * 1_000, range);
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
  const found = store
    .seriesOf({ namespace: Namespace, name: MetricName, dimensions })
    .filter(({ unit }) => stat.Unit === undefined || unit === stat.Unit)
    .map((series) => {
      const asked = { startMs: empty.startMs, endMs: range.endMs };
      return { unit: series.unit, values: series.read(asked, empty.periodMs, statistic) };
    })
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  return { series: { ...empty, values: found[0]?.values ?? empty.values }, units: found.map(({ unit }) => unit) };
}

/**
 * A series without points over a range. Its first period begins with the minute in which the range does, or with the even
 * part of that minute that a shorter period makes.
 */
export function emptySeries(id: string, periodMs: number, range: TimeRange): TimeSeries {
  const startMs = range.startMs - (range.startMs % Math.min(periodMs, minuteMs));
  const length = Math.max(0, Math.ceil((range.endMs - startMs) / periodMs));
  return { id, startMs, periodMs, values: new Float64Array(length).fill(Number.NaN) };
}
