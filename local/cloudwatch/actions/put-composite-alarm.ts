import type { Alarms } from "../alarms/alarms";
import { readCompositeAlarm } from "../alarms/composite-alarm-settings";
import { readTags } from "../alarms/tags";

/** Makes or changes an alarm on other alarms. @throws AwsError as PutCompositeAlarm does */
export function putCompositeAlarm(alarms: Alarms, input: unknown): void {
  const tags = readTags(input);
  alarms.putCompositeAlarm(readCompositeAlarm(input), tags);
}
