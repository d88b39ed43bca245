import type { MetricAlarm, WatchedMetric } from "./alarms-of";
import type { Dimensions, EmittedSeries, StatisticKind } from "./emitted-series";

const statistics: readonly string[] = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

/** The statistic's kind; undefined for a word that CloudWatch has no statistic of. */
export function statisticKind(statistic: string): StatisticKind | undefined {
  if (statistics.includes(statistic)) return statistic as StatisticKind;
  return /^p\d{1,2}(\.\d{1,2})?$/.test(statistic) ? "percentile" : undefined;
}

/** The series that a watched metric is; undefined where no resource emits it. */
export function seriesOf(watched: WatchedMetric, series: readonly EmittedSeries[]): EmittedSeries | undefined {
  return series.find(
    ({ namespace, name, dimensions }) =>
      namespace === watched.namespace && name === watched.name && areThose(watched.dimensions, dimensions),
  );
}

function areThose(got: WatchedMetric["dimensions"], wanted: Dimensions): boolean {
  const names = Object.keys(got);
  return (
    names.length === Object.keys(wanted).length &&
    names.every((name) => {
      const value = wanted[name];
      return value instanceof RegExp ? value.test(got[name] ?? "") : value === got[name];
    })
  );
}

/** What is wrong with the metrics that an alarm watches: most of it makes an alarm that never has a value. */
export function* metricProblems(alarm: MetricAlarm, series: readonly EmittedSeries[]): Generator<string> {
  for (const watched of alarm.metrics) {
    const found = seriesOf(watched, series);
    if (!found) yield notEmitted(watched, series);
    else yield* useProblems(watched, found);
  }
  yield* evaluationProblems(alarm);
}

function notEmitted({ namespace, name, dimensions }: WatchedMetric, series: readonly EmittedSeries[]): string {
  const what = `${namespace} ${name} ${JSON.stringify(dimensions)}`;
  const ofNamespace = series.filter((it) => it.namespace === namespace);
  if (ofNamespace.length === 0) return `nothing here emits metrics of the namespace ${namespace}`;
  const ofName = ofNamespace.filter((it) => it.name === name);
  if (ofName.length === 0)
    return `nothing here emits ${what}: watch a metric of ${namespace} that these resources have`;
  const wanted = [...new Set(ofName.map((it) => Object.keys(it.dimensions).sort().join(" and ")))];
  const got = Object.keys(dimensions).sort().join(" and ");
  if (!wanted.includes(got)) {
    return `${name} is emitted by ${wanted.join(", or by ")}, not by ${got || "no dimension at all"}`;
  }
  const arn = Object.entries(dimensions).find(([, value]) => value.startsWith("arn:"));
  if (arn) return `the dimension ${arn[0]} of ${name} is a name, not the ARN ${arn[1]}`;
  return `no resource of this environment is that of ${what}`;
}

function* useProblems(watched: WatchedMetric, series: EmittedSeries): Generator<string> {
  const { name, statistic, periodSeconds, unit } = watched;
  const kind = statisticKind(statistic);
  if (kind === undefined || !series.statistics.includes(kind)) {
    yield `${name} has no ${statistic || "statistic"} that means something, but: ${series.statistics.join(", ")}`;
  }
  // CloudWatch keeps a metric by its unit, too.
  if (unit !== undefined && unit !== series.unit) yield `${name} is emitted in ${series.unit}, not in ${unit}`;
  if (periodSeconds <= 0 || periodSeconds % 60 !== 0) {
    yield `a period of ${periodSeconds} s: ${name} has a value a minute, so a multiple of 60 s is wanted`;
  }
}

const treatments: readonly (string | undefined)[] = ["breaching", "notBreaching", "ignore", "missing"];

function* evaluationProblems({ metrics, m, n, missingData }: MetricAlarm): Generator<string> {
  const periodSeconds = Math.max(...metrics.map((metric) => metric.periodSeconds));
  if (!Number.isInteger(m) || !Number.isInteger(n) || m < 1 || m > n) {
    yield `${m} of ${n} data points: at least 1, and no more than there are`;
  }
  // AWS's limit: a day, or a week for periods of an hour and more.
  const mostSeconds = periodSeconds < 3_600 ? 86_400 : 604_800;
  if (periodSeconds * n > mostSeconds) yield `${n} periods of ${periodSeconds} s are more than ${mostSeconds} s`;
  if (!treatments.includes(missingData)) {
    yield `what a missing data point means is not chosen: treat_missing_data is one of ${treatments.join(", ")}`;
  }
}
