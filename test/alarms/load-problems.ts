import { VirtualClock } from "../../local/clock";
import { evaluateQueries } from "../../local/cloudwatch/math/evaluate-queries";
import type { MetricDataQuery } from "../../local/cloudwatch/math/metric-data-query";
import { MetricStore } from "../../local/cloudwatch/metrics/metric-store";
import { observed } from "../../local/cloudwatch/metrics/observation";
import type { MetricAlarm, WatchedMetric } from "./alarms-of";
import type { EmittedSeries } from "./emitted-series";
import { seriesOf } from "./metric-problems";

interface Loaded {
  readonly watched: WatchedMetric;
  readonly series: EmittedSeries;
}

/**
 * What is wrong with an alarm on load: it must go off where all is taken that there is, and not at a tenth of that. A sum
 * over five minutes that is compared with what holds for a second goes off at a hundredth; the other way round, never.
 */
export function* loadProblems(alarm: MetricAlarm, series: readonly EmittedSeries[]): Generator<string> {
  const { threshold, comparison } = alarm;
  // Above 0 asks whether there is any at all, and below something whether there is enough.
  if (threshold === 0 || !comparison.startsWith("GreaterThan")) return;
  const loaded = alarm.metrics.flatMap((watched) => {
    const found = seriesOf(watched, series);
    return found?.perSecondLimit === undefined ? [] : [{ watched, series: found }];
  });
  if (loaded.length === 0 || loaded.length < alarm.metrics.length) return;
  const [full, tenth] = [valueAt(1, alarm, loaded), valueAt(0.1, alarm, loaded)];
  if (full === undefined || tenth === undefined) yield "it comes to no value where there is load";
  else if (full <= threshold)
    yield `it never goes off: at full load its value is ${full}, and the threshold ${threshold}`;
  else if (tenth > threshold) {
    yield `it goes off at a tenth of full load, where its value is ${tenth}, and the threshold ${threshold}`;
  }
}

/** What the alarm compares with its threshold, in a period of such a share of full load. */
function valueAt(load: number, { metrics, expressions, returned }: MetricAlarm, loaded: readonly Loaded[]) {
  const store = new MetricStore(new VirtualClock());
  const seconds = Math.max(...metrics.map(({ periodSeconds }) => periodSeconds));
  const startMs = Math.ceil(new VirtualClock().now() / (seconds * 1_000)) * seconds * 1_000;
  for (const { watched, series } of loaded) {
    const { namespace, name, dimensions, periodSeconds } = watched;
    const limit = series.perSecondLimit ?? 0;
    const write = store.writer({ namespace, name, dimensions }, series.unit);
    write(startMs, observed(series.isPerSecond ? limit : limit * periodSeconds * load), false);
  }
  const ReturnData = (id: string) => returned.includes(id);
  const queries: MetricDataQuery[] = [
    ...metrics.map(({ id, namespace, name, dimensions, statistic, periodSeconds }) => ({
      Id: id,
      ReturnData: ReturnData(id),
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: periodSeconds,
        Stat: statistic,
      },
    })),
    ...expressions.map(({ id, expression }) => ({ Id: id, Expression: expression, ReturnData: ReturnData(id) })),
  ];
  const [result] = evaluateQueries(store, queries, { startMs, endMs: startMs + seconds * 1_000 });
  return result?.values[0];
}
