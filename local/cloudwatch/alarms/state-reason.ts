import type { StateValue } from "./alarm-state";
import { breaches, comparisonWords } from "./comparison";
import type { Datapoint } from "./datapoint";
import type { MetricAlarmSettings } from "./metric-alarm-settings";

import type { MissingDataTreatment } from "./missing-data";

const maxReasonLength = 1_023;

/**
 * Why an alarm is in a state, as CloudWatch words it:
 * `Threshold Crossed: 1 datapoint [21.5 (01/01/26 00:00:00)] was greater than the threshold (21.0).`
 * @param evaluated the data points that decided, the latest first
 */
export function stateReason(
  settings: MetricAlarmSettings,
  treatMissingData: MissingDataTreatment,
  value: StateValue,
  evaluated: readonly Datapoint[],
): string {
  const real = evaluated.filter((datapoint) => datapoint.value !== undefined);
  const filled = settings.EvaluationPeriods - real.length;
  if (value === "INSUFFICIENT_DATA")
    return `Insufficient Data: ${counted(filled, "datapoint")} ${were(filled)} unknown.`;
  if (filled > 0 && (treatMissingData === "breaching" || treatMissingData === "notBreaching")) {
    const received =
      real.length === 0 ? "no datapoints were" : `${counted(real.length, "datapoint")} ${were(real.length)}`;
    const treated = treatMissingData === "breaching" ? "Breaching" : "NonBreaching";
    return (
      `Threshold Crossed: ${received} received for ${counted(settings.EvaluationPeriods, "period")} and ` +
      `${counted(filled, "missing datapoint")} ${were(filled)} treated as [${treated}].`
    );
  }
  return crossed(settings, value, real).slice(0, maxReasonLength);
}

function crossed(settings: MetricAlarmSettings, value: StateValue, real: readonly Datapoint[]): string {
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold } = settings;
  const isAlarm = value === "ALARM";
  const listed = real.filter(
    (datapoint) =>
      datapoint.value !== undefined && breaches(ComparisonOperator, datapoint.value, Threshold) === isAlarm,
  );
  const values = listed.map((datapoint) => `${javaDouble(datapoint.value ?? 0)} (${shortTime(datapoint.atMs)})`);
  const count =
    DatapointsToAlarm === undefined
      ? counted(listed.length, "datapoint")
      : `${listed.length} out of the last ${counted(EvaluationPeriods, "datapoint", "datapoints")}`;
  const verb = `${were(listed.length)}${isAlarm ? "" : " not"}`;
  const least = isAlarm ? (DatapointsToAlarm ?? 1) : EvaluationPeriods - (DatapointsToAlarm ?? 1) + 1;
  const change = isAlarm ? "OK -> ALARM" : "ALARM -> OK";
  const minimum =
    DatapointsToAlarm === undefined ? "" : ` (minimum ${counted(least, "datapoint")} for ${change} transition)`;
  return (
    `Threshold Crossed: ${count} [${values.join(", ")}] ${verb} ${comparisonWords(ComparisonOperator)} ` +
    `the threshold (${javaDouble(Threshold)})${minimum}.`
  );
}

/** `1 datapoint`, `2 datapoints`. */
function counted(count: number, noun: string, one = noun): string {
  return `${count} ${count === 1 ? one : `${noun}s`}`;
}

function were(count: number): string {
  return count === 1 ? "was" : "were";
}

/** Day, month, year, time: `31/01/26 23:59:00`. */
function shortTime(ms: number): string {
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(new Date(ms).toISOString()) ?? [];
  return `${day}/${month}/${year} ${time}`;
}

/** A number as Java writes it: `21.0`, `1.5E10`. */
function javaDouble(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) {
    const [mantissa = "", exponent = ""] = value.toExponential().split("e");
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
