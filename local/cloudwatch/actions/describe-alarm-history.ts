import { z } from "zod";
import { Timestamp } from "../../server/timestamp";
import { type HistoryItem, historyItemTypes } from "../alarms/alarm-history";
import { alarmTypes, typeOf } from "../alarms/alarm-types";
import type { Alarms } from "../alarms/alarms";
import { formList } from "../form-list";
import { readInput, text, timestamp, wholeNumber } from "../input";
import { pageOf } from "../page-of";

const shape = z.object({
  AlarmName: text(255).optional(),
  AlarmTypes: formList(z.enum(alarmTypes)).default(["MetricAlarm"]),
  HistoryItemType: z.enum(historyItemTypes).optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  ScanBy: z.enum(["TimestampDescending", "TimestampAscending"]).default("TimestampDescending"),
  MaxRecords: wholeNumber(1, 100).optional(),
  NextToken: z.string().optional(),
});

/** Lists what happened to alarms, the latest first unless asked otherwise; to those of metrics unless asked for others. */
export function describeAlarmHistory(alarms: Alarms, input: unknown) {
  const asked = readInput(shape, input);
  const { AlarmName, AlarmTypes, HistoryItemType, StartDate, EndDate, ScanBy } = asked;
  const found = alarms.history.items.filter(
    ({ alarmName, alarmKind, type, atMs }) =>
      (AlarmName === undefined || alarmName === AlarmName) &&
      AlarmTypes.includes(typeOf[alarmKind]) &&
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
    AlarmType: typeOf[alarmKind],
    Timestamp: new Timestamp(atMs),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  }));
  return { AlarmHistoryItems, NextToken };
}
