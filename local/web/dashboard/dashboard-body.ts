import { z } from "zod";

const axis = z.object({ min: z.number().optional(), max: z.number().optional() });

const line = z.object({ label: z.string().default(""), value: z.number(), color: z.string().optional() });

const properties = z.object({
  title: z.string().default(""),
  markdown: z.string().default(""),
  alarms: z.array(z.string()).default([]),
  query: z.string().default(""),
  metrics: z.array(z.array(z.unknown())).default([]),
  view: z.string().default("timeSeries"),
  stacked: z.boolean().default(false),
  stat: z.string().default("Average"),
  /** Seconds. */
  period: z.number().default(300),
  yAxis: z.object({ left: axis.optional() }).optional(),
  annotations: z
    .object({
      // Two of them in a list are the edges of a band.
      horizontal: z
        .array(z.union([line, z.array(line)]))
        .default([])
        .transform((lines) => lines.flat()),
    })
    .optional(),
});

const widget = z.object({
  type: z.string(),
  x: z.number().default(0),
  y: z.number().default(0),
  width: z.number().default(6),
  height: z.number().default(6),
  properties,
});

/** What the page reads of a dashboard's body; CloudWatch takes more, and draws more of it. */
export const dashboardBody = z.object({ widgets: z.array(widget) });

/** A widget as the dashboard states it. */
export type StatedWidget = z.infer<typeof widget>;
