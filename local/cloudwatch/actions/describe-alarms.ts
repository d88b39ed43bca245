import { z } from "zod";
import type { Alarm } from "../alarms/alarm";
import { compositeAlarmOutput, metricAlarmOutput } from "../alarms/alarm-output";
import { stateValues } from "../alarms/alarm-state";
import { alarmTypes, typeOf } from "../alarms/alarm-types";
import type { Alarms } from "../alarms/alarms";
import { formList } from "../form-list";
import { readInput, text, wholeNumber } from "../input";
import { pageOf } from "../page-of";
import { invalidCombination } from "../parameter-errors";

const shape = z.object({
  AlarmNames: formList(text(255), 100).optional(),
  AlarmNamePrefix: text(255).optional(),
  AlarmTypes: formList(z.enum(alarmTypes)).default(["MetricAlarm"]),
  ChildrenOfAlarmName: text(255).optional(),
  ParentsOfAlarmName: text(255).optional(),
  StateValue: z.enum(stateValues).optional(),
  ActionPrefix: text(1_024).optional(),
  MaxRecords: wholeNumber(1, 100).optional(),
  NextToken: z.string().optional(),
});

type Input = z.infer<typeof shape>;

/** Lists alarms, those of metrics unless asked for others; composite ones first. @throws AwsError as DescribeAlarms does */
export function describeAlarms(alarms: Alarms, input: unknown) {
  const asked = readInput(shape, input);
  check(asked);
  const found = related(alarms, asked).filter((alarm) => isAskedFor(alarm, asked));
  // Composite alarms come first.
  const keyOf = ({ kind, name }: Alarm) => `${kind} ${name}`;
  const ordered = found.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const { items, NextToken } = pageOf(ordered, keyOf, asked);
  return {
    CompositeAlarms: items.flatMap((alarm) => (alarm.kind === "composite" ? [compositeAlarmOutput(alarm)] : [])),
    MetricAlarms: items.flatMap((alarm) => (alarm.kind === "metric" ? [metricAlarmOutput(alarm)] : [])),
    NextToken,
  };
}

function check({ AlarmNames, AlarmNamePrefix }: Input): void {
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
    throw invalidCombination("AlarmNames and AlarmNamePrefix cannot be specified at the same time.");
  }
}

function isAskedFor(alarm: Alarm, asked: Input): boolean {
  const { AlarmNames, AlarmNamePrefix = "", StateValue, ActionPrefix } = asked;
  const { name, state, settings } = alarm;
  const actions = [...settings.AlarmActions, ...settings.OKActions, ...settings.InsufficientDataActions];
  return (
    (AlarmNames?.includes(name) ?? true) &&
    name.startsWith(AlarmNamePrefix) &&
    (StateValue === undefined || state.value === StateValue) &&
    (ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix))) &&
    (isByFamily(asked) || asked.AlarmTypes.includes(typeOf[alarm.kind]))
  );
}

/** Children and parents are shown whatever their type. */
function isByFamily({ ChildrenOfAlarmName, ParentsOfAlarmName }: Input): boolean {
  return ChildrenOfAlarmName !== undefined || ParentsOfAlarmName !== undefined;
}

function related(alarms: Alarms, { ChildrenOfAlarmName, ParentsOfAlarmName }: Input): readonly Alarm[] {
  const childrenOf = (alarm: Alarm | undefined) => (alarm?.kind === "composite" ? alarm.rule.alarms : []);
  if (ChildrenOfAlarmName !== undefined) {
    const children = childrenOf(alarms.find(ChildrenOfAlarmName));
    return alarms.list().filter(({ name }) => children.includes(name));
  }
  if (ParentsOfAlarmName !== undefined) {
    return alarms.list().filter((alarm) => childrenOf(alarm).includes(ParentsOfAlarmName));
  }
  return alarms.list();
}
