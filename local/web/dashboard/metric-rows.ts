import { z } from "zod";
import type { MetricDataQuery } from "../../cloudwatch/math/metric-data-query";
import type { Series } from "../snapshot";
import type { StatedWidget } from "./dashboard-body";
import { WidgetError } from "./widget-error";

/** A row of a widget's metrics: what to read, and how it is drawn. */
export interface MetricRow extends Pick<Series, "axis" | "color"> {
  readonly query: MetricDataQuery;
}

const options = z.object({
  id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  stat: z.string().optional(),
  period: z.number().optional(),
  color: z.string().optional(),
  yAxis: z.enum(["left", "right"]).default("left"),
  visible: z.boolean().default(true),
});

/**
 * Reads the rows of a widget: `[namespace, name, dimension, value, …, options]`, in which "." repeats what stands there in
 * the row before, and "..." all that does; or `[{ expression, … }]`.
 * @throws WidgetError for a row that is neither
 */
export function readMetricRows({ properties }: StatedWidget): readonly MetricRow[] {
  let before: readonly string[] = [];
  return properties.metrics.map((row, position) => {
    const texts = row.filter((part) => typeof part === "string");
    const { id = `row${position}`, expression, label, yAxis, color, ...given } = readOptions(row, position);
    const drawn = { axis: yAxis, color };
    const common = { Id: id, Label: label, ReturnData: given.visible };
    const { period = properties.period, stat = properties.stat } = given;
    if (expression !== undefined) {
      return { ...drawn, query: { ...common, Expression: expression, Period: period } };
    }
    before = repeat(texts, before);
    const [Namespace, MetricName, ...dimensions] = before;
    if (Namespace === undefined || MetricName === undefined) {
      throw new WidgetError(`metrics[${position}] names no metric: ${JSON.stringify(row)}`);
    }
    const Dimensions = dimensions.flatMap((Name, at) =>
      at % 2 === 0 ? [{ Name, Value: dimensions[at + 1] ?? "" }] : [],
    );
    const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat: stat };
    return { ...drawn, query: { ...common, MetricStat } };
  });
}

function readOptions(row: readonly unknown[], position: number): z.infer<typeof options> {
  const last = row.at(-1);
  const parsed = options.safeParse(typeof last === "string" ? {} : last);
  if (parsed.success) return parsed.data;
  throw new WidgetError(`metrics[${position}] can't be read: ${z.prettifyError(parsed.error)}`);
}

function repeat(texts: readonly string[], before: readonly string[]): readonly string[] {
  const at = texts.indexOf("...");
  const behind = texts.slice(at + 1);
  const whole = at < 0 ? texts : [...texts.slice(0, at), ...before.slice(at, before.length - behind.length), ...behind];
  return whole.map((text, position) => (text === "." ? (before[position] ?? text) : text));
}
