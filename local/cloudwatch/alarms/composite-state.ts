import type { Alarm, CompositeAlarm, TriggeringChild } from "./alarm";
import { type AlarmState, alarmTime } from "./alarm-state";

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/**
 * What a composite alarm's rule says now, and which alarms made it say so.
 * @param changed undefined when the alarm itself was given its rule
 */
export function compositeState(
  composite: CompositeAlarm,
  changed: Alarm | undefined,
  find: (name: string) => Alarm | undefined,
): { readonly state: AlarmState; readonly triggers: readonly TriggeringChild[] } {
  const { rule, arn } = composite;
  const isTrue = rule.isTrue((name) => find(name)?.state.value ?? "INSUFFICIENT_DATA");
  const value = isTrue ? "ALARM" : "OK";
  const causes = changed ? [changed] : rule.alarms.flatMap((name) => find(name) ?? []);
  const triggers = causes.map(({ arn, state, transitionedMs }) => ({ arn, value: state.value, atMs: transitionedMs }));
  const data = triggers.map(({ arn, value, atMs }) => ({ arn, state: { value, timestamp: alarmTime(atMs) } }));
  const [first] = changed ? triggers : [];
  const reason = first
    ? `${first.arn} transitioned to ${first.value} at ${longTime(first.atMs)}`
    : `${arn} was created and its alarm rule evaluates to ${value}`;
  return { state: { value, reason, reasonData: JSON.stringify({ triggeringAlarms: data }) }, triggers };
}

/** `Friday 02 October, 2019 17:04:40 UTC`. */
function longTime(ms: number): string {
  const date = new Date(ms);
  const [, day, time] = /^.{8}(\d\d)T(.{8})/.exec(date.toISOString()) ?? [];
  return `${weekdays[date.getUTCDay()]} ${day} ${months[date.getUTCMonth()]}, ${date.getUTCFullYear()} ${time} UTC`;
}
