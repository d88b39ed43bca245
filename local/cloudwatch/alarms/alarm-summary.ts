import type { Alarm } from "./alarm";
import type { StateValue } from "./alarm-state";

/** An alarm as it is now, for readers in this process. */
export interface AlarmSummary {
  readonly name: string;
  readonly kind: "metric" | "composite";
  readonly description: string | undefined;
  readonly state: StateValue;
  /** Why it is in that state, in AWS's words. */
  readonly reason: string;
  /** When it went into that state, milliseconds since the epoch. */
  readonly sinceMs: number;
  /** Why a composite alarm holds its actions back; undefined when it does not. */
  readonly suppressedBy: string | undefined;
}

/** Sums an alarm up. */
export function summaryOf(alarm: Alarm): AlarmSummary {
  return {
    name: alarm.name,
    kind: alarm.kind,
    description: alarm.settings.AlarmDescription,
    state: alarm.state.value,
    reason: alarm.state.reason,
    sinceMs: alarm.transitionedMs,
    suppressedBy: alarm.kind === "composite" ? alarm.suppression?.suppressedBy : undefined,
  };
}
