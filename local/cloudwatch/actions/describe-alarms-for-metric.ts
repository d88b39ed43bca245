import { z } from "zod";
import { metricAlarmOutput } from "../alarms/alarm-output";
import type { Alarms } from "../alarms/alarms";
import { type MetricAlarmSettings, queriesOf } from "../alarms/metric-alarm-settings";
import { dimensionList } from "../dimension-list";
import { readInput, text, wholeNumber } from "../input";
import { basicStatistics } from "../metrics/statistic";
import { units } from "../units";

const shape = z.object({
  Namespace: text(255),
  MetricName: text(255),
  Dimensions: dimensionList.default([]),
  Statistic: z.enum(basicStatistics).optional(),
  ExtendedStatistic: z.string().optional(),
  Period: wholeNumber(1).optional(),
  Unit: z.enum(units).optional(),
});

/** Lists the alarms that are on a metric, by itself or in an expression. */
export function describeAlarmsForMetric(alarms: Alarms, input: unknown) {
  const asked = readInput(shape, input);
  const MetricAlarms = alarms
    .list()
    .flatMap((alarm) => (alarm.kind === "metric" && isOn(alarm.settings, asked) ? [metricAlarmOutput(alarm)] : []));
  return { MetricAlarms };
}

function isOn(settings: MetricAlarmSettings, asked: z.infer<typeof shape>): boolean {
  const { Statistic, ExtendedStatistic, Period, Unit } = asked;
  const dimensions = setOf(asked.Dimensions);
  return queriesOf(settings).some(({ MetricStat }) => {
    if (!MetricStat) return false;
    const { Namespace, MetricName, Dimensions = [] } = MetricStat.Metric;
    return (
      Namespace === asked.Namespace &&
      MetricName === asked.MetricName &&
      setOf(Dimensions) === dimensions &&
      [undefined, MetricStat.Stat].includes(Statistic ?? ExtendedStatistic) &&
      [undefined, MetricStat.Period].includes(Period) &&
      [undefined, MetricStat.Unit].includes(Unit)
    );
  });
}

/** The same text for the same dimensions, whatever their order. */
function setOf(dimensions: readonly { readonly Name?: string; readonly Value?: string }[]): string {
  return JSON.stringify(dimensions.map(({ Name, Value }) => JSON.stringify([Name, Value])).sort());
}
