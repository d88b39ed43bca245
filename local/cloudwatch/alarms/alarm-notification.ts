import type { MetricDataQuery } from "../math/metric-data-query";
import type { CompositeAlarm, StateChange } from "./alarm";
import { alarmTime } from "./alarm-state";
import type { MetricAlarmSettings } from "./metric-alarm-settings";
import { regionName } from "./region-name";

/** SNS takes no longer ones. */
const maxSubjectLength = 100;

/** The subject of a change's notification: `ALARM: "name" in Asia Pacific (Tokyo)`; a long name is cut. */
export function notificationSubject({ alarm, to }: StateChange, region: string): string {
  const subjectOf = (name: string) => `${to.value}: "${name}" in ${regionName(region)}`;
  const excess = Math.max(0, subjectOf(alarm.name).length - maxSubjectLength);
  return subjectOf(alarm.name.slice(0, alarm.name.length - excess));
}

/** What a topic is told of a change, as CloudWatch writes it. */
export function notification(change: StateChange, account: { accountId: string; region: string }): string {
  const { alarm, from, to, atMs } = change;
  const { settings } = alarm;
  return JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: settings.AlarmDescription ?? null,
    AWSAccountId: account.accountId,
    AlarmConfigurationUpdatedTimestamp: alarmTime(alarm.configuredMs),
    NewStateValue: to.value,
    NewStateReason: to.reason,
    StateChangeTime: alarmTime(atMs),
    Region: regionName(account.region),
    AlarmArn: alarm.arn,
    OldStateValue: from.value,
    OKActions: settings.OKActions,
    AlarmActions: settings.AlarmActions,
    InsufficientDataActions: settings.InsufficientDataActions,
    ...(alarm.kind === "metric" ? { Trigger: triggerOf(alarm.settings) } : childrenOf(alarm)),
  });
}

function childrenOf({ settings, triggers }: CompositeAlarm): object {
  return {
    AlarmRule: settings.AlarmRule,
    TriggeringChildren: triggers.map(({ arn, value, atMs }) => ({
      Arn: arn,
      State: { Value: value, Timestamp: alarmTime(atMs) },
    })),
  };
}

function triggerOf(settings: MetricAlarmSettings): object {
  const rule = {
    Period: settings.Period,
    EvaluationPeriods: settings.EvaluationPeriods,
    DatapointsToAlarm: settings.DatapointsToAlarm,
    ComparisonOperator: settings.ComparisonOperator,
    Threshold: settings.Threshold,
    TreatMissingData: settings.TreatMissingData ?? "missing",
    EvaluateLowSampleCountPercentile: settings.EvaluateLowSampleCountPercentile ?? "",
  };
  if (settings.Metrics) return { ...rule, Metrics: settings.Metrics.map(queryOf) };
  const statistic = settings.Statistic;
  return {
    MetricName: settings.MetricName,
    Namespace: settings.Namespace,
    StatisticType: statistic === undefined ? "ExtendedStatistic" : "Statistic",
    ...(statistic === undefined
      ? { ExtendedStatistic: settings.ExtendedStatistic }
      : { Statistic: statisticWords[statistic] ?? statistic.toUpperCase() }),
    Unit: settings.Unit ?? null,
    Dimensions: lowerCase(settings.Dimensions),
    ...rule,
  };
}

/** Notifications spell statistics in their own way. */
const statisticWords: Readonly<Record<string, string>> = { SampleCount: "SAMPLE_COUNT" };

function queryOf({ Id, MetricStat, Expression, Label, ReturnData = true, Period }: MetricDataQuery): object {
  const { Metric, ...stat } = MetricStat ?? {};
  return {
    Id,
    Expression,
    Label,
    Period,
    MetricStat: Metric && { Metric: { ...Metric, Dimensions: lowerCase(Metric.Dimensions ?? []) }, ...stat },
    ReturnData,
  };
}

function lowerCase(dimensions: readonly { readonly Name?: string; readonly Value?: string }[]): object[] {
  return dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }));
}
