import { deleteAlarms } from "../actions/delete-alarms";
import { describeAlarmHistory } from "../actions/describe-alarm-history";
import { describeAlarms } from "../actions/describe-alarms";
import { describeAlarmsForMetric } from "../actions/describe-alarms-for-metric";
import { disableAlarmActions } from "../actions/disable-alarm-actions";
import { enableAlarmActions } from "../actions/enable-alarm-actions";
import { listTagsForResource } from "../actions/list-tags-for-resource";
import { putCompositeAlarm } from "../actions/put-composite-alarm";
import { putMetricAlarm } from "../actions/put-metric-alarm";
import { setAlarmState } from "../actions/set-alarm-state";
import { tagResource } from "../actions/tag-resource";
import { untagResource } from "../actions/untag-resource";
import type { Alarms } from "./alarms";

/** The operations on alarms, by AWS's names. */
export const alarmActions: Readonly<Record<string, (alarms: Alarms, input: unknown) => unknown>> = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarmHistory: describeAlarmHistory,
  DescribeAlarms: describeAlarms,
  DescribeAlarmsForMetric: describeAlarmsForMetric,
  DisableAlarmActions: disableAlarmActions,
  EnableAlarmActions: enableAlarmActions,
  ListTagsForResource: listTagsForResource,
  PutCompositeAlarm: putCompositeAlarm,
  PutMetricAlarm: putMetricAlarm,
  SetAlarmState: setAlarmState,
  TagResource: tagResource,
  UntagResource: untagResource,
};
