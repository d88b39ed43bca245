import type { Metrics } from "../../cloudwatch/cloudwatch";
import type { TimeRange } from "../../cloudwatch/metrics/periods";
import type { MetricContent, Series } from "../snapshot";
import type { StatedWidget } from "./dashboard-body";
import { type MetricRow, readMetricRows } from "./metric-rows";

/** How far back to look, and from when. */
export interface Span {
  readonly nowMs: number;
  readonly minutes: number;
}

const minuteMs = 60_000;

/** CloudWatch's views that are no lines over time, and what the page shows of each. */
const drawnAs: Readonly<Record<string, MetricContent["view"]>> = {
  ...{ singleValue: "singleValue", gauge: "singleValue" },
  ...{ bar: "bar", pie: "bar" },
};

/**
 * What a widget of metrics shows of a time.
 * @throws WidgetError for rows that can't be read
 * @throws AwsError for a statistic or an expression that the local CloudWatch does not know
 */
export function readMetricContent(widget: StatedWidget, metrics: Metrics, span: Span): MetricContent {
  const { view, stacked, annotations, yAxis } = widget.properties;
  const rows = readMetricRows(widget);
  const range = rangeOf(rows, span);
  return {
    kind: "metric",
    view: drawnAs[view] ?? "timeSeries",
    isStacked: stacked,
    ...range,
    annotations: annotations?.horizontal ?? [],
    min: yAxis?.left?.min,
    max: yAxis?.left?.max,
    ...align(rows, metrics, range),
  };
}

/** What adds up grows until its period ends: one that is under way would look as if less came. */
const growing = ["Sum", "SampleCount"];

/** The time that is shown of these rows: it changes once a period, so that a chart need not be drawn each second. */
function rangeOf(rows: readonly MetricRow[], { nowMs, minutes }: Span): TimeRange {
  const stats = rows.flatMap(({ query }) => query.MetricStat ?? []);
  const isGrowing = stats.some(({ Stat }) => growing.includes(Stat));
  const periodMs = Math.max(minuteMs, ...stats.map(({ Period }) => Period * 1_000));
  const endMs = (Math.floor(nowMs / periodMs) + (isGrowing ? 0 : 1)) * periodMs;
  return { startMs: endMs - minutes * minuteMs, endMs };
}

/** Reads the rows, and gives all series the same times. */
function align(
  rows: readonly MetricRow[],
  metrics: Metrics,
  range: TimeRange,
): Pick<MetricContent, "times" | "series"> {
  const queries = rows.map(({ query }) => query);
  const results = metrics.data(queries, range);
  const timesMs = [...new Set(results.flatMap((result) => result.timesMs))].sort((one, other) => one - other);
  const series = results.map(({ id, label, units, ...points }): Series => {
    const row = rows.find(({ query }) => query.Id === id);
    const values = new Map(points.timesMs.map((timeMs, at) => [timeMs, points.values[at]]));
    return {
      ...{ label, unit: units[0] ?? "", axis: row?.axis ?? "left", color: row?.color },
      values: timesMs.map((timeMs) => values.get(timeMs) ?? null),
    };
  });
  return { times: timesMs.map((timeMs) => timeMs / 1000), series };
}
