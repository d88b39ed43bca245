import type { Metric, Statistic } from "../metric/metric";
import type { Watched } from "../metric-alarm/metric-alarm";

/** What a dashboard shows in one place. */
export type Panel = ChartPanel | AlarmPanel | LogPanel;

/** Lines over time, or their latest values. */
export interface ChartPanel {
  readonly kind: "chart";
  readonly title: string;
  /** @default "timeSeries" */
  readonly view?: "timeSeries" | "singleValue" | "bar";
  /** @default false: each line from zero */
  readonly isStacked?: boolean;
  /** The ids of metrics in expressions must differ within a panel. */
  readonly lines: readonly Line[];
  /** @default none */
  readonly thresholds?: readonly Threshold[];
}

/** A line of a chart. */
export interface Line {
  readonly watched: Watched;
  /** A multiple of 60. @default 60 */
  readonly periodSeconds?: number;
  /** @default what the metric's values mean */
  readonly label?: string;
}

/** A level that a chart is looked at against. */
export interface Threshold {
  readonly label: string;
  /** In the unit of the chart's lines. */
  readonly value: number;
  readonly color: string;
}

/** The states of alarms. */
export interface AlarmPanel {
  readonly kind: "alarms";
  readonly title: string;
  readonly alarmArns: readonly string[];
}

/** What a query of Logs Insights finds. */
export interface LogPanel {
  readonly kind: "log";
  readonly title: string;
  readonly logGroupNames: readonly string[];
  /** Commands of Logs Insights. */
  readonly query: string;
}

/** Panels that belong together. */
export interface Section {
  readonly heading: string;
  /** For the reader: what to look for. */
  readonly guide: string;
  readonly panels: readonly Panel[];
}

/** A line of a metric. @param statistic where the metric's own is not what the chart is for */
export function line(metric: Metric, label?: string, statistic: Statistic = metric.statistic): Line {
  return { watched: { metric: { ...metric, statistic } }, label };
}

/** A chart of metrics, each by its own statistic. */
export function chart(title: string, metrics: readonly Metric[], thresholds?: readonly Threshold[]): ChartPanel {
  return { kind: "chart", title, lines: metrics.map((metric) => line(metric)), thresholds };
}
