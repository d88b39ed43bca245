import type { StateValue } from "./alarm-state";

/** What stands for a data point that did not come. */
export type MissingDataTreatment = "missing" | "ignore" | "breaching" | "notBreaching";

/** A data point, compared with the threshold. */
export type Slot = "breaching" | "ok" | "missing";

/** M of N, and what missing data mean. */
export interface MissingDataRule {
  /** M: so many of them must breach. */
  readonly datapointsToAlarm: number;
  /** N: so many data points are looked at. */
  readonly evaluationPeriods: number;
  readonly treatMissingData: MissingDataTreatment;
}

/** AWS's documentation retrieves 5 data points for 3 evaluation periods, and says no more than that there are more. */
const extraPeriods = 2;

/** How many periods an alarm looks back on, so that real data points may stand in for missing ones. */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + extraPeriods;
}

/**
 * What the data points of the evaluation range say, by CloudWatch's rules ("Configuring how CloudWatch alarms treat
 * missing data"): the latest real ones decide if there are N of them; else what missing data mean fills up.
 * @param slots of the evaluation range, the latest first
 * @returns undefined when the state stays as it is
 */
export function judge(slots: readonly Slot[], rule: MissingDataRule): StateValue | undefined {
  const { datapointsToAlarm, evaluationPeriods, treatMissingData } = rule;
  const real = slots.filter((slot) => slot !== "missing").slice(0, evaluationPeriods);
  const breaching = real.filter((slot) => slot === "breaching").length;
  const filled = evaluationPeriods - real.length;
  if (breaching >= datapointsToAlarm) return "ALARM";
  if (filled === 0 || treatMissingData === "notBreaching") return "OK";
  if (treatMissingData === "breaching") return breaching + filled >= datapointsToAlarm ? "ALARM" : "OK";
  const isIgnored = treatMissingData === "ignore";
  if (real.length === 0) return isIgnored ? undefined : "INSUFFICIENT_DATA";
  if (breaching < real.length) return "OK";
  // All there is breaches, if too little: that is an alarm once the oldest is M periods old, and until then it may be a
  // false one ("Avoiding premature transitions to alarm state").
  const isOldEnough = slots.lastIndexOf("breaching") + 1 >= datapointsToAlarm;
  return isOldEnough && !isIgnored ? "ALARM" : undefined;
}
