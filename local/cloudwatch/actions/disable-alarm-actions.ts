import type { Alarms } from "../alarms/alarms";
import { readNames } from "../alarms/names";

/** Has alarms take no actions. */
export function disableAlarmActions(alarms: Alarms, input: unknown): void {
  alarms.enableActions(readNames(input), false);
}
