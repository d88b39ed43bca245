import type { MetricAlarm } from "./alarms-of";
import type { EmittedSeries } from "./emitted-series";
import { seriesOf, statisticKind } from "./metric-problems";

/** What is wrong with the threshold of an alarm on a metric by itself: what is compared must be alike. */
export function* thresholdProblems(alarm: MetricAlarm, series: readonly EmittedSeries[]): Generator<string> {
  const [watched, ...others] = alarm.metrics;
  if (!watched || others.length > 0 || alarm.expressions.length > 0) return;
  const found = seriesOf(watched, series);
  const kind = statisticKind(watched.statistic);
  if (!found || !kind) return;
  const { from, to, why } = found.thresholds(kind);
  const { threshold } = alarm;
  if (threshold < from || threshold > to) {
    yield `its threshold ${threshold} for the ${kind} of ${watched.name} is not between ${from} and ${to}: ${why}`;
  }
}

/**
 * Where something watches how old records get, something must go off at about half of the time that these are kept for:
 * one that is fixed comes too late for one environment, or days too early for another.
 */
export function lossLineProblems(alarms: readonly MetricAlarm[], series: readonly EmittedSeries[]): string[] {
  const latest = new Map<EmittedSeries, { readonly name: string; readonly threshold: number }>();
  for (const { name, metrics, threshold } of alarms) {
    const found = metrics[0] && seriesOf(metrics[0], series);
    if (found?.retentionMs !== undefined && threshold >= (latest.get(found)?.threshold ?? 0)) {
      latest.set(found, { name, threshold });
    }
  }
  return [...latest].flatMap(([{ retentionMs = 0 }, { name, threshold }]) =>
    threshold < 0.4 * retentionMs
      ? [
          `${name}: it is the last to go off, at ${threshold} ms, and records are kept ${retentionMs} ms: one that goes off at half of that is wanted`,
        ]
      : [],
  );
}
