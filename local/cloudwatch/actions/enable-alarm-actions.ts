import type { Alarms } from "../alarms/alarms";
import { readNames } from "../alarms/names";

/** Has alarms take their actions again. */
export function enableAlarmActions(alarms: Alarms, input: unknown): void {
  alarms.enableActions(readNames(input), true);
}
