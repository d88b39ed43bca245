import type { AlarmRule } from "./alarm-rule";
import type { CommonSettings } from "./alarm-settings";
import type { AlarmState } from "./alarm-state";
import type { CompositeAlarmSettings } from "./composite-alarm-settings";
import type { MetricAlarmSettings } from "./metric-alarm-settings";
import type { Suppression } from "./suppression";

/** What is known of any alarm. */
interface AlarmRecord<Settings extends CommonSettings> {
  readonly name: string;
  readonly arn: string;
  settings: Settings;
  readonly tags: Map<string, string>;
  /** When its settings were last given; milliseconds since the epoch, as all times here. */
  configuredMs: number;
  state: AlarmState;
  /** When its state was last set, changed or not. */
  updatedMs: number;
  /** Since when it is in its state. */
  transitionedMs: number;
}

/** An alarm on a metric, or on an expression over metrics. */
export interface MetricAlarm extends AlarmRecord<MetricAlarmSettings> {
  readonly kind: "metric";
}

/** An alarm on other alarms. */
export interface CompositeAlarm extends AlarmRecord<CompositeAlarmSettings> {
  readonly kind: "composite";
  rule: AlarmRule;
  /** Undefined when it has no suppressor. */
  suppression: Suppression | undefined;
  /** Those whose change gave it its state. */
  triggers: readonly TriggeringChild[];
}

/** Either kind. */
export type Alarm = MetricAlarm | CompositeAlarm;

/** An alarm whose change changed a composite one, and how it was then. */
export interface TriggeringChild {
  readonly arn: string;
  readonly value: AlarmState["value"];
  readonly atMs: number;
}

/** An alarm's change from one state to another. */
export interface StateChange {
  readonly alarm: Alarm;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly atMs: number;
}
