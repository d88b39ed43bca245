import { Timestamp } from "../../server/timestamp";
import type { Alarm, CompositeAlarm, MetricAlarm } from "./alarm";

/** A metric alarm as DescribeAlarms shows it. */
export function metricAlarmOutput(alarm: MetricAlarm): object {
  const { Metrics, Dimensions, ...settings } = alarm.settings;
  const queries = Metrics?.map(({ ReturnData = true, ...query }) => ({ ...query, ReturnData }));
  return { ...settings, Dimensions, Metrics: queries, ...stateOutput(alarm) };
}

/** A composite alarm as DescribeAlarms shows it. */
export function compositeAlarmOutput(alarm: CompositeAlarm): object {
  const by = alarm.suppression?.suppressedBy;
  return {
    ...alarm.settings,
    ...stateOutput(alarm),
    ActionsSuppressedBy: by,
    ActionsSuppressedReason: by && `Actions suppressed by ${by}`,
  };
}

function stateOutput({ arn, state, configuredMs, updatedMs, transitionedMs }: Alarm): object {
  return {
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Timestamp(configuredMs),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Timestamp(updatedMs),
    StateTransitionedTimestamp: new Timestamp(transitionedMs),
  };
}
