import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Metric, Statistic } from "../metric/metric";

/** What an alarm compares with its threshold: a metric, or what an expression makes of some, by the ids it has for them. */
export type Watched =
  | { readonly metric: Metric }
  | { readonly expression: string; readonly metrics: Readonly<Record<string, Metric>> };

/** When an alarm goes off. */
export interface Condition {
  readonly watched: Watched;
  /** How much time a data point sums up: a multiple of 60. */
  readonly periodSeconds: number;
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /** How many of the latest data points must be past the threshold. */
  readonly datapoints: { readonly breaching: number; readonly of: number };
  /** What a data point counts as that is not there. */
  readonly missing: "breaching" | "notBreaching" | "ignore";
}

/** See {@link MetricAlarm}. */
export interface MetricAlarmProps extends Condition {
  /** At most 255 characters. */
  readonly name: string;
  /** At most 1,024 characters. */
  readonly description: string;
  /** ARN of the topic that is told when it goes off, and when it is over. @default nobody is told */
  readonly topicArn: string | undefined;
}

/** An alarm on a metric, or on an expression over some. */
export class MetricAlarm extends Construct {
  readonly arn: string;
  /** By which a composite alarm names it, and waits for it. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const { watched, datapoints, topicArn } = props;
    const alarm = new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: props.description,
      comparisonOperator: props.comparison,
      threshold: props.threshold,
      evaluationPeriods: datapoints.of,
      datapointsToAlarm: datapoints.breaching,
      treatMissingData: props.missing,
      ...("metric" in watched
        ? ofMetric(watched.metric, props.periodSeconds)
        : ofExpression(watched, props.periodSeconds)),
      alarmActions: topicArn === undefined ? undefined : [topicArn],
      okActions: topicArn === undefined ? undefined : [topicArn],
    });
    this.arn = alarm.arn;
    this.name = alarm.alarmName;
  }
}

/** Without a unit: where what is emitted had another one, an alarm that asked for it would find nothing. */
function ofMetric({ namespace, name, dimensions, statistic }: Metric, period: number) {
  return { namespace, metricName: name, dimensions: { ...dimensions }, period, ...statisticOf(statistic) };
}

function statisticOf(
  statistic: Statistic,
): Pick<CloudwatchMetricAlarmConfig, "statistic" | "extendedStatistic" | "evaluateLowSampleCountPercentiles"> {
  if (!statistic.startsWith("p")) return { statistic };
  // By default, too: fewer data points than make a percentile certain are still all there is of a quiet hour.
  return { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "evaluate" };
}

function ofExpression({ expression, metrics }: Extract<Watched, { expression: string }>, period: number) {
  const queries = Object.entries(metrics).map(([id, { namespace, name, dimensions, statistic }]) => ({
    id,
    metric: { namespace, metricName: name, dimensions: { ...dimensions }, period, stat: statistic },
  }));
  return { metricQuery: [...queries, { id: "result", expression, label: "result", returnData: true }] };
}
