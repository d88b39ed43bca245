import type { Metric } from "../metric/metric";
import type { ChartPanel, Line, Panel } from "./panel";

/** What CloudWatch shows in a place of a dashboard, in its own words. */
export interface Widget {
  readonly type: "alarm" | "log" | "metric" | "text";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A widget of text. @param markdown as far as CloudWatch knows it */
export function textWidget(markdown: string): Widget {
  return { type: "text", properties: { markdown, background: "transparent" } };
}

/** The widget that shows a panel. */
export function panelWidget(panel: Panel, region: string): Widget {
  const { title } = panel;
  switch (panel.kind) {
    case "chart":
      return { type: "metric", properties: { title, region, ...chartProperties(panel) } };
    case "alarms":
      return { type: "alarm", properties: { title, alarms: panel.alarmArns, sortBy: "stateUpdatedTimestamp" } };
    case "log": {
      const sources = panel.logGroupNames.map((name) => `SOURCE '${name}'`);
      return {
        type: "log",
        properties: { title, region, view: "table", query: [...sources, panel.query].join(" | ") },
      };
    }
  }
}

function chartProperties({ view = "timeSeries", isStacked = false, lines, thresholds = [] }: ChartPanel): object {
  return {
    view,
    stacked: isStacked,
    period: 60,
    metrics: lines.flatMap(rowsOf),
    // What is charted is counted, or lasts: never less than nothing.
    ...(view === "timeSeries" && { yAxis: { left: { min: 0 } } }),
    ...(thresholds.length > 0 && { annotations: { horizontal: thresholds } }),
  };
}

function rowsOf({ watched, periodSeconds, label }: Line): unknown[][] {
  const period = periodSeconds !== undefined && { period: periodSeconds };
  if ("metric" in watched) {
    const { metric } = watched;
    return [[...nameOf(metric), { label: label ?? metric.meaning, stat: metric.statistic, ...period }]];
  }
  const { expression, metrics } = watched;
  const rows = Object.entries(metrics).map(([id, metric]) => {
    return [...nameOf(metric), { id, stat: metric.statistic, visible: false, ...period }];
  });
  return [...rows, [{ expression, label, ...period }]];
}

function nameOf({ namespace, name, dimensions }: Metric): string[] {
  return [namespace, name, ...Object.entries(dimensions).flat()];
}
