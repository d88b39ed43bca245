import { z } from "zod";
import { AwsError } from "../../aws-error";
import type { Metrics } from "../../cloudwatch/cloudwatch";
import type { Logs } from "../../logs/logs";
import { parseJson } from "../../parse-json";
import type { Widget } from "../snapshot";
import { dashboardBody, type StatedWidget } from "./dashboard-body";
import { readMetricContent, type Span } from "./metric-content";
import { WidgetError } from "./widget-error";

/** What widgets are filled from. */
export interface WidgetSources {
  readonly metrics: Metrics;
  readonly logs: Logs;
}

const maxLines = 8;

/**
 * Fills the widgets of a dashboard with what they show of a time.
 * @param body JSON, as CloudWatch keeps it
 */
export function readWidgets(body: string, sources: WidgetSources, span: Span): readonly Widget[] {
  const parsed = dashboardBody.safeParse(parseJson(body));
  if (!parsed.success) {
    const problem = `This dashboard can't be drawn:\n${z.prettifyError(parsed.error)}`;
    return [{ x: 0, y: 0, width: 24, height: 6, title: "", kind: "problem", problem }];
  }
  return parsed.data.widgets.map((widget) => {
    const { x, y, width, height, properties } = widget;
    return { x, y, width, height, title: properties.title, ...contentOrProblem(widget, sources, span) };
  });
}

type Content = Widget extends infer W
  ? W extends Widget
    ? Omit<W, "x" | "y" | "width" | "height" | "title">
    : never
  : never;

/** What is wrong with one widget is no reason not to draw the others. */
function contentOrProblem(...stated: Parameters<typeof contentOf>): Content {
  try {
    return contentOf(...stated);
  } catch (error) {
    if (error instanceof WidgetError || error instanceof AwsError) return { kind: "problem", problem: error.message };
    throw error;
  }
}

function contentOf(widget: StatedWidget, { metrics, logs }: WidgetSources, span: Span): Content {
  const { markdown, alarms, query } = widget.properties;
  switch (widget.type) {
    case "metric":
      return readMetricContent(widget, metrics, span);
    case "text":
      return { kind: "text", markdown };
    case "alarm":
      return { kind: "alarm", alarms: alarms.map((arn) => arn.slice(arn.lastIndexOf(":") + 1)) };
    case "log":
      return { kind: "log", query, lines: newestLines(query, logs) };
    default:
      throw new WidgetError(`A widget of the type "${widget.type}" is not drawn here.`);
  }
}

/** The newest lines of the log groups that a query of Logs Insights reads; it is not evaluated. */
function newestLines(query: string, logs: Logs): { readonly atMs: number; readonly text: string }[] {
  const named = new Set([...query.matchAll(/SOURCE\s+'([^']+)'/gi)].map(([, name]) => name));
  return logs
    .groups()
    .filter(({ name }) => named.has(name))
    .flatMap(({ events }) =>
      events.slice(-maxLines).map(({ timestamp, message }) => ({ atMs: timestamp, text: message })),
    )
    .sort((one, other) => other.atMs - one.atMs)
    .slice(0, maxLines);
}
