import { AwsError } from "../../aws-error";
import type { MetricStore } from "../metrics/metric-store";
import type { TimeRange } from "../metrics/periods";
import type { MetricDataQuery } from "./metric-data-query";
import { readMetric } from "./read-metric";
import { type TimeSeries, timeOf } from "./time-series";

/** What became of a query. */
export interface DataResult {
  /** The query's. */
  readonly id: string;
  readonly label: string;
  /** When the periods that have a value begin, the oldest first; milliseconds since the epoch. */
  readonly timesMs: readonly number[];
  /** One a time. */
  readonly values: readonly number[];
  /** The metric's units, the first of them being that of the values, when there are several and the query names none. */
  readonly units: readonly string[];
}

/**
 * Evaluates queries over a range: those that are to return data, in their order.
 * @throws AwsError ValidationException for a statistic or an expression that is not here
 */
export function evaluateQueries(
  store: MetricStore,
  queries: readonly MetricDataQuery[],
  range: TimeRange,
): readonly DataResult[] {
  return queries
    .filter(({ ReturnData = true }) => ReturnData)
    .map(({ Id, Label, MetricStat }) => {
      if (!MetricStat) throw new AwsError("ValidationException", `Error in expression '${Id}': not here`);
      const { series, units } = readMetric(store, MetricStat, Label ?? MetricStat.Metric.MetricName, range);
      return { id: Id, units, ...pointsOf(series) };
    });
}

function pointsOf(series: TimeSeries): Omit<DataResult, "id" | "units"> {
  const present = [...series.values.keys()].filter((index) => !Number.isNaN(series.values[index]));
  return {
    label: series.label,
    timesMs: present.map((index) => timeOf(series, index)),
    values: present.map((index) => series.values[index] ?? Number.NaN),
  };
}
