import { z } from "zod";
import { putCompositeAlarm } from "../cloudwatch/actions/put-composite-alarm";
import { putDashboard } from "../cloudwatch/actions/put-dashboard";
import { putMetricAlarm } from "../cloudwatch/actions/put-metric-alarm";
import { block, blocks } from "../terraform/blocks";
import { type Kinds, kind } from "./kind";

const tags = z.record(z.string(), z.string()).default({});

/** What both kinds of alarms have. */
const common = {
  alarm_name: z.string(),
  alarm_description: z.string().optional(),
  actions_enabled: z.boolean().optional(),
  alarm_actions: z.array(z.string()).optional(),
  ok_actions: z.array(z.string()).optional(),
  insufficient_data_actions: z.array(z.string()).optional(),
  tags,
};

const dimensions = z.record(z.string(), z.string()).default({});

const metricQuery = z.object({
  id: z.string(),
  expression: z.string().optional(),
  label: z.string().optional(),
  return_data: z.boolean().default(false),
  period: z.number().optional(),
  metric: block(
    z.object({
      namespace: z.string(),
      metric_name: z.string(),
      dimensions,
      period: z.number(),
      stat: z.string(),
      unit: z.string().optional(),
    }),
  ),
});

const metricAlarm = z.object({
  ...common,
  namespace: z.string().optional(),
  metric_name: z.string().optional(),
  dimensions,
  statistic: z.string().optional(),
  extended_statistic: z.string().optional(),
  period: z.number().optional(),
  unit: z.string().optional(),
  evaluation_periods: z.number(),
  datapoints_to_alarm: z.number().optional(),
  threshold: z.number(),
  comparison_operator: z.string(),
  treat_missing_data: z.string().optional(),
  evaluate_low_sample_count_percentiles: z.string().optional(),
  metric_query: blocks(metricQuery),
});

const compositeAlarm = z.object({
  ...common,
  alarm_rule: z.string(),
  actions_suppressor: block(z.object({ alarm: z.string(), extension_period: z.number(), wait_period: z.number() })),
});

const dashboard = z.object({ dashboard_name: z.string(), dashboard_body: z.string() });

/** What is made of CloudWatch's resources. */
export const cloudwatchKinds: Kinds = {
  aws_cloudwatch_metric_alarm: kind(metricAlarm, [], (settings, _, { cloudwatch }) => {
    const queries = settings.metric_query.map(queryOf);
    putMetricAlarm(cloudwatch.alarms, {
      ...commonSettings(settings),
      Namespace: settings.namespace,
      MetricName: settings.metric_name,
      Dimensions: dimensionList(settings.dimensions),
      Statistic: settings.statistic,
      ExtendedStatistic: settings.extended_statistic,
      Period: settings.period,
      Unit: settings.unit,
      EvaluationPeriods: settings.evaluation_periods,
      DatapointsToAlarm: settings.datapoints_to_alarm,
      Threshold: settings.threshold,
      ComparisonOperator: settings.comparison_operator,
      // The provider asks for `missing` where nothing is said.
      TreatMissingData: settings.treat_missing_data ?? "missing",
      EvaluateLowSampleCountPercentile: settings.evaluate_low_sample_count_percentiles,
      Metrics: queries.length > 0 ? queries : undefined,
    });
  }),
  aws_cloudwatch_composite_alarm: kind(compositeAlarm, [], (settings, _, { cloudwatch }) => {
    const suppressor = settings.actions_suppressor;
    putCompositeAlarm(cloudwatch.alarms, {
      ...commonSettings(settings),
      AlarmRule: settings.alarm_rule,
      ActionsSuppressor: suppressor?.alarm,
      ActionsSuppressorWaitPeriod: suppressor?.wait_period,
      ActionsSuppressorExtensionPeriod: suppressor?.extension_period,
    });
  }),
  aws_cloudwatch_dashboard: kind(dashboard, [], ({ dashboard_name, dashboard_body }, _, { cloudwatch }) => {
    putDashboard(cloudwatch.dashboards, { DashboardName: dashboard_name, DashboardBody: dashboard_body });
  }),
};

function commonSettings(settings: z.infer<z.ZodObject<typeof common>>): object {
  return {
    AlarmName: settings.alarm_name,
    AlarmDescription: settings.alarm_description,
    ActionsEnabled: settings.actions_enabled,
    AlarmActions: settings.alarm_actions,
    OKActions: settings.ok_actions,
    InsufficientDataActions: settings.insufficient_data_actions,
    Tags: Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function queryOf({ id, expression, label, return_data, period, metric }: z.infer<typeof metricQuery>): object {
  return {
    Id: id,
    Expression: expression,
    Label: label,
    ReturnData: return_data,
    Period: period,
    MetricStat: metric && {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.metric_name,
        Dimensions: dimensionList(metric.dimensions),
      },
      Period: metric.period,
      Stat: metric.stat,
      Unit: metric.unit,
    },
  };
}

function dimensionList(dimensions: Readonly<Record<string, string>>): object[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
