import { z } from "zod";
import type { ResolvedEnvironment } from "../../local/terraform/read-environment";
import type { ResolvedResource } from "../../local/terraform/stack";
import { ofType } from "./resource-attributes";

/** One block, or a list of them: Terraform's JSON takes both. */
const blocks = <T extends z.ZodType>(schema: T) =>
  z.union([z.array(schema), schema.transform((one) => [one])]).default([]);

const metric = z.object({
  namespace: z.string(),
  metric_name: z.string(),
  dimensions: z.record(z.string(), z.string()).default({}),
  stat: z.string(),
  period: z.number(),
  unit: z.string().optional(),
});

const query = z.object({
  id: z.string(),
  expression: z.string().optional(),
  return_data: z.boolean().default(false),
  metric: blocks(metric),
});

const common = z.object({
  alarm_name: z.string(),
  alarm_description: z.string().default(""),
  actions_enabled: z.boolean().default(true),
  alarm_actions: z.array(z.string()).default([]),
  ok_actions: z.array(z.string()).default([]),
});

const metricAlarm = common.extend({
  namespace: z.string().optional(),
  metric_name: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).default({}),
  statistic: z.string().optional(),
  extended_statistic: z.string().optional(),
  unit: z.string().optional(),
  period: z.number().optional(),
  metric_query: blocks(query),
  comparison_operator: z.string(),
  threshold: z.number(),
  evaluation_periods: z.number(),
  datapoints_to_alarm: z.number().optional(),
  treat_missing_data: z.string().optional(),
});

const compositeAlarm = common.extend({
  alarm_rule: z.string(),
  actions_suppressor: blocks(z.object({ alarm: z.string(), wait_period: z.number(), extension_period: z.number() })),
});

/** A metric that an alarm asks for. */
export interface WatchedMetric {
  /** By which an expression names it. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly unit: string | undefined;
}

/** What metric alarms and composite ones have in common. */
interface CommonAlarm {
  readonly name: string;
  readonly description: string;
  /** Topics that hear of it, when it goes off and when it is over. */
  readonly actions: readonly string[];
  readonly okActions: readonly string[];
  readonly actionsEnabled: boolean;
}

/** An alarm on a metric, or on an expression over some. */
export interface MetricAlarm extends CommonAlarm {
  readonly metrics: readonly WatchedMetric[];
  readonly expressions: readonly { readonly id: string; readonly expression: string }[];
  /** Ids of what it compares with its threshold: one, or AWS refuses it. */
  readonly returned: readonly string[];
  readonly comparison: string;
  readonly threshold: number;
  /** It goes off when M of N data points are past the threshold. */
  readonly m: number;
  readonly n: number;
  readonly missingData: string | undefined;
}

/** An alarm on other alarms. */
export interface CompositeAlarm extends CommonAlarm {
  readonly rule: string;
  /** The alarm that keeps its actions back. */
  readonly suppressor: string | undefined;
}

/** The alarms of an environment. */
export interface Alarms {
  readonly metric: readonly MetricAlarm[];
  readonly composite: readonly CompositeAlarm[];
}

/** @throws Error for an alarm that is none to Terraform */
export function alarmsOf({ resources }: ResolvedEnvironment): Alarms {
  return {
    metric: ofType(resources, "aws_cloudwatch_metric_alarm").map(toMetricAlarm),
    composite: ofType(resources, "aws_cloudwatch_composite_alarm").map(toCompositeAlarm),
  };
}

function read<T extends z.ZodType>(schema: T, { address, attributes }: ResolvedResource): z.output<T> {
  const result = schema.safeParse(attributes);
  if (result.success) return result.data;
  throw new Error(`${address}: ${z.prettifyError(result.error)}`);
}

const toCommon = (alarm: z.output<typeof common>): CommonAlarm => ({
  name: alarm.alarm_name,
  description: alarm.alarm_description,
  actions: alarm.alarm_actions,
  okActions: alarm.ok_actions,
  actionsEnabled: alarm.actions_enabled,
});

function toMetricAlarm(resource: ResolvedResource): MetricAlarm {
  const alarm = read(metricAlarm, resource);
  const single: WatchedMetric[] =
    alarm.metric_name === undefined
      ? []
      : [
          {
            id: "m1",
            namespace: alarm.namespace ?? "",
            name: alarm.metric_name,
            dimensions: alarm.dimensions,
            statistic: alarm.statistic ?? alarm.extended_statistic ?? "",
            periodSeconds: alarm.period ?? 0,
            unit: alarm.unit,
          },
        ];
  const queried = alarm.metric_query.flatMap(({ id, metric: [it] }) =>
    it ? [{ ...it, id, name: it.metric_name, statistic: it.stat, periodSeconds: it.period, unit: it.unit }] : [],
  );
  return {
    ...toCommon(alarm),
    metrics: [...single, ...queried],
    expressions: alarm.metric_query.flatMap(({ id, expression }) =>
      expression === undefined ? [] : [{ id, expression }],
    ),
    returned: [...single, ...alarm.metric_query.filter(({ return_data }) => return_data)].map(({ id }) => id),
    comparison: alarm.comparison_operator,
    threshold: alarm.threshold,
    m: alarm.datapoints_to_alarm ?? alarm.evaluation_periods,
    n: alarm.evaluation_periods,
    missingData: alarm.treat_missing_data,
  };
}

function toCompositeAlarm(resource: ResolvedResource): CompositeAlarm {
  const alarm = read(compositeAlarm, resource);
  return { ...toCommon(alarm), rule: alarm.alarm_rule, suppressor: alarm.actions_suppressor[0]?.alarm };
}
