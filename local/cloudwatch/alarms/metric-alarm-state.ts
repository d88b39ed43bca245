import { type AlarmState, alarmTime, type StateValue } from "./alarm-state";
import { breaches } from "./comparison";
import type { Datapoint } from "./datapoint";
import { type MetricAlarmSettings, periodSeconds } from "./metric-alarm-settings";
import { judge, type Slot } from "./missing-data";
import { stateReason } from "./state-reason";

/**
 * The state that an alarm's data points give it; undefined when it stays as it is.
 * @param datapoints of the evaluation range, the latest first
 */
export function stateOf(
  settings: MetricAlarmSettings,
  datapoints: readonly Datapoint[],
  nowMs: number,
): AlarmState | undefined {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, ComparisonOperator, Threshold } = settings;
  const slots = datapoints.map(({ value }): Slot => {
    if (value === undefined) return "missing";
    return breaches(ComparisonOperator, value, Threshold) ? "breaching" : "ok";
  });
  const value = judge(slots, {
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: DatapointsToAlarm,
    treatMissingData: treatMissingData(settings),
  });
  const evaluated = evaluatedOf(datapoints, EvaluationPeriods);
  if (value === undefined || hasTooFewSamples(settings, evaluated)) return undefined;
  return {
    value,
    reason: stateReason(settings, treatMissingData(settings), value, evaluated),
    reasonData: JSON.stringify(reasonData(settings, value, evaluated, nowMs)),
  };
}

/** AWS's documentation: alarms on `AWS/DynamoDB` ignore missing data unless told otherwise. */
function treatMissingData({ TreatMissingData, Namespace }: MetricAlarmSettings) {
  return TreatMissingData ?? (Namespace === "AWS/DynamoDB" ? "ignore" : "missing");
}

/** The data points that decide, the latest first: real ones, and missing ones where there are too few. */
function evaluatedOf(datapoints: readonly Datapoint[], evaluationPeriods: number): readonly Datapoint[] {
  const real = datapoints.filter(({ value }) => value !== undefined).slice(0, evaluationPeriods);
  const filled = datapoints.filter(({ value }) => value === undefined).slice(0, evaluationPeriods - real.length);
  return [...real, ...filled].sort((one, other) => other.atMs - one.atMs);
}

/** A percentile of few values says little; an alarm may be told not to change for one. */
function hasTooFewSamples(settings: MetricAlarmSettings, evaluated: readonly Datapoint[]): boolean {
  const { EvaluateLowSampleCountPercentile, ExtendedStatistic = "" } = settings;
  if (EvaluateLowSampleCountPercentile !== "ignore") return false;
  const percentile = Number(ExtendedStatistic.slice(1));
  // AWS's rule of what is statistically significant: ten values on the percentile's thinner side.
  const leastSamples = 1_000 / Math.min(percentile, 100 - percentile);
  return evaluated.some(({ sampleCount }) => sampleCount !== undefined && sampleCount < leastSamples);
}

function reasonData(
  settings: MetricAlarmSettings,
  value: StateValue,
  evaluated: readonly Datapoint[],
  nowMs: number,
): object {
  const real = evaluated.filter((datapoint) => datapoint.value !== undefined);
  const oldest = real.at(-1);
  const facts = {
    version: "1.0",
    queryDate: alarmTime(nowMs),
    startDate: oldest && alarmTime(oldest.atMs),
    unit: settings.Unit,
    statistic: settings.Statistic ?? settings.ExtendedStatistic,
    period: periodSeconds(settings),
    recentDatapoints: real.map((datapoint) => datapoint.value).reverse(),
    threshold: settings.Threshold,
  };
  if (value === "INSUFFICIENT_DATA") return facts;
  const evaluatedDatapoints = evaluated.map(({ atMs, sampleCount, value }) => ({
    timestamp: alarmTime(atMs),
    sampleCount,
    value,
  }));
  return { ...facts, evaluatedDatapoints };
}
