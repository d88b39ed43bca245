import { type CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { AlarmFacts } from "../alarms";

/** Reads the states of an environment's alarms, by the beginning of their names. */
export async function readAlarms(
  client: CloudWatchClient,
  prefix: string,
  pageTopicArn: string,
): Promise<AlarmFacts[]> {
  const alarms: AlarmFacts[] = [];
  const pages = paginateDescribeAlarms(
    { client },
    { AlarmNamePrefix: prefix, AlarmTypes: ["MetricAlarm", "CompositeAlarm"] },
  );
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
    for (const alarm of [...MetricAlarms, ...CompositeAlarms]) {
      alarms.push({
        name: alarm.AlarmName ?? "",
        state: alarm.StateValue === "ALARM" || alarm.StateValue === "OK" ? alarm.StateValue : "INSUFFICIENT_DATA",
        reason: alarm.StateReason ?? "",
        pages: alarm.AlarmActions?.includes(pageTopicArn) ?? false,
        sinceMs: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0)).getTime(),
      });
    }
  }
  return alarms;
}
