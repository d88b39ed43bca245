import { z } from "zod";
import { Timestamp } from "../../server/timestamp";
import { type HistoryItem, historyItemTypes } from "../alarms/alarm-history";
import { checkWord } from "../alarms/alarm-settings";
import type { Alarms } from "../alarms/alarms";
import { formList } from "../alarms/form-list";
import { number, readInput, timestamp } from "../input";
import { pageOf } from "../page-of";

const shape = z.object({
  AlarmName: z.string().optional(),
  AlarmTypes: formList(z.string()).default(["MetricAlarm"]),
  HistoryItemType: z.string().optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  ScanBy: z.string().default("TimestampDescending"),
  MaxRecords: number.optional(),
  NextToken: z.string().optional(),
});

const typeNames = { metric: "MetricAlarm", composite: "CompositeAlarm" };

/** Lists what happened to alarms, the latest first unless asked otherwise; to those of metrics unless asked for others. */
export function describeAlarmHistory(alarms: Alarms, input: unknown) {
  const asked = readInput(shape, input);
  const { AlarmName, AlarmTypes, HistoryItemType, StartDate, EndDate, ScanBy } = asked;
  checkWord("historyItemType", HistoryItemType, historyItemTypes);
  checkWord("scanBy", ScanBy, ["TimestampDescending", "TimestampAscending"]);
  const found = alarms.history.items.filter(
    ({ alarmName, alarmKind, type, atMs }) =>
      (AlarmName === undefined || alarmName === AlarmName) &&
      AlarmTypes.includes(typeNames[alarmKind]) &&
      (HistoryItemType === undefined || type === HistoryItemType) &&
      (StartDate === undefined || atMs >= StartDate.getTime()) &&
      (EndDate === undefined || atMs <= EndDate.getTime()),
  );
  const isAscending = ScanBy === "TimestampAscending";
  const keyOf = ({ number }: HistoryItem) =>
    String(isAscending ? number : Number.MAX_SAFE_INTEGER - number).padStart(16, "0");
  const { items, NextToken } = pageOf(isAscending ? found : found.reverse(), keyOf, asked);
  const AlarmHistoryItems = items.map(({ alarmName, alarmKind, type, atMs, summary, data }) => ({
    AlarmName: alarmName,
    AlarmType: typeNames[alarmKind],
    Timestamp: new Timestamp(atMs),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  }));
  return { AlarmHistoryItems, NextToken };
}
