import { z } from "zod";
import { AwsError } from "../../aws-error";
import { dimensionList } from "../dimension-list";
import { formList } from "../form-list";
import { number, readInput, text, wholeNumber } from "../input";
import { type MetricDataQuery, metricDataQuery } from "../math/metric-data-query";
import { basicStatistics, readStatistic } from "../metrics/statistic";
import { invalidCombination, invalidValue, missing } from "../parameter-errors";
import { units } from "../units";
import { commonSettings } from "./alarm-settings";
import { comparisonOperators } from "./comparison";

const shape = z.object({
  ...commonSettings,
  MetricName: text(255).optional(),
  Namespace: text(255).optional(),
  Statistic: z.enum(basicStatistics).optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: dimensionList.default([]),
  Period: wholeNumber(1).optional(),
  Unit: z.enum(units).optional(),
  EvaluationPeriods: wholeNumber(1),
  DatapointsToAlarm: wholeNumber(1).optional(),
  Threshold: number.pipe(z.number()),
  ComparisonOperator: z.enum(comparisonOperators),
  TreatMissingData: z.enum(["missing", "ignore", "breaching", "notBreaching"]).optional(),
  EvaluateLowSampleCountPercentile: z.enum(["evaluate", "ignore"]).optional(),
  Metrics: formList(metricDataQuery).optional(),
});

/** An alarm on a metric, or on an expression over metrics, by AWS's names. */
export type MetricAlarmSettings = z.infer<typeof shape>;

const daySeconds = 86_400;

/**
 * Reads PutMetricAlarm's input in whichever protocol it came.
 * @throws AwsError as PutMetricAlarm does
 */
export function readMetricAlarm(input: unknown): MetricAlarmSettings {
  const settings = readInput(shape, input);
  if (settings.Metrics) checkMetrics(settings, settings.Metrics);
  else checkSingleMetric(settings);
  checkPeriods(settings);
  return settings;
}

/** What is alarmed on, as GetMetricData takes it. @param settings checked ones */
export function queriesOf(settings: MetricAlarmSettings): readonly MetricDataQuery[] {
  const { Metrics, Namespace = "", MetricName = "", Dimensions, Period = 0, Unit } = settings;
  if (Metrics) return Metrics;
  const Stat = settings.Statistic ?? settings.ExtendedStatistic ?? "";
  return [{ Id: "m1", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit } }];
}

/** The query whose values are compared with the threshold. */
export function returnedQuery(queries: readonly MetricDataQuery[]): MetricDataQuery | undefined {
  const returned = queries.filter(({ ReturnData = true }) => ReturnData);
  return returned.length === 1 ? returned[0] : undefined;
}

/** The seconds between the values that are alarmed on. */
export function periodSeconds(settings: MetricAlarmSettings): number {
  const periods = queriesOf(settings).map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0);
  return Math.max(...periods);
}

function checkMetrics(settings: MetricAlarmSettings, queries: readonly MetricDataQuery[]): void {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period, Unit, Dimensions } = settings;
  const single = { MetricName, Namespace, Statistic, ExtendedStatistic, Period, Unit, Dimensions: Dimensions[0] };
  const both = Object.entries(single).find(([, value]) => value !== undefined);
  if (both) {
    throw invalidCombination(
      `The parameters Metrics and ${both[0]} are mutually exclusive and you have specified both.`,
    );
  }
  if (!returnedQuery(queries)) {
    throw new AwsError("ValidationException", "Exactly one element of the metrics list should return data.");
  }
  for (const { Id, MetricStat } of queries) {
    if (MetricStat && !readStatistic(MetricStat.Stat)) {
      throw invalidValue(`The value ${MetricStat.Stat} for parameter Stat of ${Id} is not supported.`);
    }
  }
}

function checkSingleMetric({
  MetricName,
  Namespace,
  Statistic,
  ExtendedStatistic,
  Period,
  EvaluateLowSampleCountPercentile,
}: MetricAlarmSettings): void {
  if (MetricName === undefined) throw missing("MetricName");
  if (Namespace === undefined) throw missing("Namespace");
  if (Period === undefined) throw missing("Period");
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw invalidCombination("Exactly one of the parameters Statistic and ExtendedStatistic must be specified.");
  }
  if (ExtendedStatistic !== undefined && typeof readStatistic(ExtendedStatistic) !== "object") {
    throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  }
  if (EvaluateLowSampleCountPercentile !== undefined && ExtendedStatistic === undefined) {
    throw invalidCombination("EvaluateLowSampleCountPercentile is for alarms on percentiles.");
  }
}

function checkPeriods(settings: MetricAlarmSettings): void {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } = settings;
  const invalid = (problem: string) => new AwsError("ValidationException", problem);
  for (const { MetricStat, Period = MetricStat?.Period } of queriesOf(settings)) {
    if (Period === undefined) continue;
    if (!([10, 20, 30].includes(Period) || (Period > 0 && Period % 60 === 0))) {
      throw invalid(`Period must be 10, 20, 30 or a multiple of 60: ${Period}`);
    }
  }
  if (DatapointsToAlarm > EvaluationPeriods) {
    throw invalid(`DatapointsToAlarm must be from 1 to EvaluationPeriods, ${EvaluationPeriods}: ${DatapointsToAlarm}`);
  }
  const seconds = EvaluationPeriods * periodSeconds(settings);
  const maxSeconds = periodSeconds(settings) >= 3_600 ? 7 * daySeconds : daySeconds;
  if (seconds > maxSeconds) {
    const limit = maxSeconds === daySeconds ? "a day" : "a week";
    throw invalid(`Metrics cannot be checked across more than ${limit} (EvaluationPeriods * Period): ${seconds} s`);
  }
}
