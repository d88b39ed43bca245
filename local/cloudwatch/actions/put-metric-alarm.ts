import type { Alarms } from "../alarms/alarms";
import { readMetricAlarm } from "../alarms/metric-alarm-settings";
import { readTags } from "../alarms/tags";

/** Makes or changes an alarm on a metric or on an expression. @throws AwsError as PutMetricAlarm does */
export function putMetricAlarm(alarms: Alarms, input: unknown): void {
  const tags = readTags(input);
  alarms.putMetricAlarm(readMetricAlarm(input), tags);
}
