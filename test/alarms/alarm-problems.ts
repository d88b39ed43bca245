import type { Environment } from "../../environments";
import type { ResolvedEnvironment } from "../../local/terraform/read-environment";
import { alarmsOf, type MetricAlarm } from "./alarms-of";
import { emittedSeries } from "./emitted-metrics";
import type { EmittedSeries } from "./emitted-series";
import { loadProblems } from "./load-problems";
import { mappingProblems } from "./mapping-problems";
import { mathProblems } from "./math-problems";
import { metricProblems } from "./metric-problems";
import { lossLineProblems, thresholdProblems } from "./threshold-problems";
import { compositeProblems, wiringProblems } from "./wiring-problems";

/**
 * Everything that would keep an alarm of an environment from going off when it should, or from being heard: a line each,
 * that names the alarm, what is wrong and what is wanted.
 */
export function alarmProblems(resolved: ResolvedEnvironment, environment: Environment): string[] {
  const alarms = alarmsOf(resolved);
  const series = emittedSeries(resolved.resources, environment);
  const of = (name: string, problems: Iterable<string>) => [...problems].map((problem) => `${name}: ${problem}`);
  return [
    ...alarms.metric.flatMap((alarm) => [
      ...of(alarm.name, metricProblems(alarm, series)),
      ...of(alarm.name, thresholdProblems(alarm, series)),
      ...of(alarm.name, valueProblems(alarm, series)),
      ...of(alarm.name, wiringProblems(alarm, alarms, resolved.resources)),
    ]),
    ...alarms.composite.flatMap((alarm) => [
      ...of(alarm.name, compositeProblems(alarm, alarms)),
      ...of(alarm.name, wiringProblems(alarm, alarms, resolved.resources)),
    ]),
    ...lossLineProblems(alarms.metric, series),
    ...mappingProblems(resolved.resources, environment),
  ];
}

/** An expression that means nothing has no value under load either. */
function valueProblems(alarm: MetricAlarm, series: readonly EmittedSeries[]): string[] {
  const problems = [...mathProblems(alarm, series)];
  return problems.length > 0 ? problems : [...loadProblems(alarm, series)];
}
