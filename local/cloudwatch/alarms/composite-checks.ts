import { AwsError } from "../../aws-error";
import type { Alarm, CompositeAlarm } from "./alarm";
import { alarmName } from "./alarm-rule";
import type { CompositeAlarmSettings } from "./composite-alarm-settings";

/** Finds an alarm by its name. */
type Find = (name: string) => Alarm | undefined;

/**
 * Checks what a composite alarm refers to.
 * @param children the alarms of its rule
 * @throws AwsError `ValidationException` for alarms that are not there, and for a rule that is about the alarm itself
 */
export function checkReferences(settings: CompositeAlarmSettings, children: readonly string[], find: Find): void {
  requireAll(children, "AlarmRule", find);
  const { ActionsSuppressor } = settings;
  if (ActionsSuppressor !== undefined) requireAll([alarmName(ActionsSuppressor)], "ActionsSuppressor", find);
  refuseCycle(settings.AlarmName, children, find);
}

/** Checks that no composite alarm that stays needs one that goes. @throws AwsError `ValidationException` */
export function checkDeletable(names: readonly string[], composites: readonly CompositeAlarm[]): void {
  for (const { name, rule } of composites) {
    const needed = names.includes(name) ? undefined : rule.alarms.find((alarm) => names.includes(alarm));
    if (needed === undefined) continue;
    const problem = `Cannot delete ${needed} as there are composite alarm(s) depending on it: ${name}`;
    throw new AwsError("ValidationException", problem);
  }
}

function requireAll(names: readonly string[], parameter: string, find: Find): void {
  const unknown = names.filter((name) => find(name) === undefined);
  if (unknown.length === 0) return;
  const problem = `Could not save the composite alarm as alarms [${unknown.join(", ")}] in the ${parameter} do not exist`;
  throw new AwsError("ValidationException", problem);
}

/** AWS saves such a rule, and then never evaluates it. */
function refuseCycle(name: string, children: readonly string[], find: Find): void {
  for (const child of children) {
    if (child === name) {
      throw new AwsError("ValidationException", `The rule of the composite alarm ${name} is about itself.`);
    }
    const alarm = find(child);
    if (alarm?.kind === "composite") refuseCycle(name, alarm.rule.alarms, find);
  }
}
