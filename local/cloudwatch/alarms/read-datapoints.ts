import type { DataResult } from "../math/evaluate-queries";
import type { MetricDataQuery } from "../math/metric-data-query";
import type { TimeRange } from "../metrics/periods";
import type { Datapoint } from "./datapoint";
import { type MetricAlarmSettings, periodSeconds, queriesOf, returnedQuery } from "./metric-alarm-settings";
import { evaluationRange } from "./missing-data";

/** What reads metrics, as GetMetricData does. */
export interface DataReader {
  data(queries: readonly MetricDataQuery[], range: TimeRange): readonly DataResult[];
}

/**
 * Reads the data points of an alarm's evaluation range, the latest first: the last of its periods ends now.
 * @param nowMs a full minute
 */
export function readDatapoints(settings: MetricAlarmSettings, metrics: DataReader, nowMs: number): Datapoint[] {
  const periodMs = periodSeconds(settings) * 1_000;
  const periods = evaluationRange(settings.EvaluationPeriods);
  const range = { startMs: nowMs - periods * periodMs, endMs: nowMs };
  const queries = queriesOf(settings);
  const returned = returnedQuery(queries);
  const valueAt = valuesByTime(metrics.data(queries, range));
  const counted = returned?.MetricStat && {
    Id: "samples",
    MetricStat: { ...returned.MetricStat, Stat: "SampleCount" },
  };
  const countAt = counted ? valuesByTime(metrics.data([counted], range)) : new Map<number, number>();
  return Array.from({ length: periods }, (_, index) => {
    const atMs = nowMs - (index + 1) * periodMs;
    return { atMs, value: valueAt.get(atMs), sampleCount: countAt.get(atMs) };
  });
}

function valuesByTime([result]: readonly DataResult[]): ReadonlyMap<number, number> {
  return new Map(result?.timesMs.map((timeMs, index) => [timeMs, result.values[index] ?? Number.NaN]));
}
