/** What an alarm can be, in the order of AWS's errors. */
export const stateValues = ["INSUFFICIENT_DATA", "ALARM", "OK"] as const;

/** What an alarm can be. */
export type StateValue = (typeof stateValues)[number];

/** An alarm's state, and why it is so. */
export interface AlarmState {
  readonly value: StateValue;
  /** For people, in AWS's words. */
  readonly reason: string;
  /** For machines, as JSON; undefined where AWS gives none. */
  readonly reasonData?: string;
}

/** An alarm before its first evaluation. */
export const uncheckedState: AlarmState = {
  value: "INSUFFICIENT_DATA",
  reason: "Unchecked: Initial alarm creation",
};

/** A moment as alarms' reasons and notifications write it: `2026-01-01T00:00:00.000+0000`. */
export function alarmTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}
