import type { TimeRange } from "../metrics/periods";
import { invalidValue, missing } from "../parameter-errors";

const hourMs = 3_600_000;
/** PutMetricData takes nothing older, and nothing further ahead. */
const maxAgeMs = 14 * 24 * hourMs;
const maxAheadMs = 2 * hourMs;

/**
 * Reads the range that a request names.
 * @throws AwsError MissingRequiredParameterException, InvalidParameterValueException
 */
export function readTimeRange(startTime: Date | undefined, endTime: Date | undefined): TimeRange {
  if (!startTime) throw missing("StartTime");
  if (!endTime) throw missing("EndTime");
  if (startTime >= endTime) throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
  return { startMs: startTime.getTime(), endMs: endTime.getTime() };
}

/** As much of a range as there can be data of. */
export function reachable({ startMs, endMs }: TimeRange, nowMs: number): TimeRange {
  const oldestMs = nowMs - maxAgeMs;
  return { startMs: Math.max(startMs, oldestMs - (oldestMs % hourMs)), endMs: Math.min(endMs, nowMs + maxAheadMs) };
}
