import { z } from "zod";
import type { ResolvedEnvironment } from "../../local/terraform/read-environment";
import { attribute, ofType } from "../alarms/resource-attributes";

const widget = z.object({
  type: z.enum(["alarm", "log", "metric", "text"]),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  properties: z.object({
    title: z.string().optional(),
    markdown: z.string().optional(),
    region: z.string().optional(),
    metrics: z.array(z.array(z.unknown())).default([]),
    alarms: z.array(z.string()).default([]),
    query: z.string().optional(),
    annotations: z
      .object({ horizontal: z.array(z.object({ label: z.string(), value: z.number() })) })
      .default({ horizontal: [] }),
  }),
});

const rowOptions = z.object({
  id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  stat: z.string().optional(),
  period: z.number().optional(),
});

/** A widget of a synthesized dashboard. */
export type Widget = z.output<typeof widget>;

/** A row of a chart: a metric, or an expression. */
export type Row = z.output<typeof rowOptions> & { readonly names: readonly string[] };

/** A synthesized dashboard. */
export interface Dashboard {
  readonly name: string;
  /** JSON. */
  readonly body: string;
  readonly widgets: readonly Widget[];
}

/** The dashboards of an environment. @throws Error for a widget of a form that none here should have */
export function dashboardsOf({ resources }: ResolvedEnvironment): Dashboard[] {
  return ofType(resources, "aws_cloudwatch_dashboard").map((resource) => {
    const body = attribute.text(resource, "dashboard_body");
    const { widgets } = z.object({ widgets: z.array(widget) }).parse(JSON.parse(body));
    return { name: attribute.text(resource, "dashboard_name"), body, widgets };
  });
}

/** The rows of a chart, each by itself: namespace, name and dimensions, and how they are drawn. */
export function rowsOf({ properties }: Widget): Row[] {
  return properties.metrics.map((row) => {
    const options = rowOptions.parse(row.at(-1));
    return { ...options, names: z.array(z.string()).parse(row.slice(0, -1)) };
  });
}
