/** CloudWatch's units, as far as something here emits them. */
export type MetricUnit = "Count" | "Bytes" | "Milliseconds" | "Seconds" | "Percent" | "None";

/** How CloudWatch sums up a period's values. */
export type Statistic = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | `p${number}`;

/** A metric as the resource that emits it names it: what alarms and dashboards are made from. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** By name; exactly those that it is emitted with, since CloudWatch never adds up over one that is left out. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** The statistic that says what the metric is for. */
  readonly statistic: Statistic;
  readonly unit: MetricUnit;
  /** What a value of it tells, for a person: a dashboard's label. */
  readonly meaning: string;
}

/** A metric of what has these dimensions. */
export type MetricOf = (name: string, statistic: Statistic, unit: MetricUnit, meaning: string) => Metric;

/** What makes the metrics that a namespace has of one set of dimensions. */
export function metricsOf(namespace: string, dimensions: Metric["dimensions"]): MetricOf {
  return (name, statistic, unit, meaning) => ({ namespace, name, dimensions, statistic, unit, meaning });
}
