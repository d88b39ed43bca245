import { z } from "zod";
import { boolean, dimension, number } from "../input";

/** The shape of a query, as GetMetricData and PutMetricAlarm take it. */
export const metricDataQuery = z.object({
  Id: z.string(),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: z.array(dimension).optional(),
      }),
      /** Seconds. */
      Period: number,
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  ReturnData: boolean.optional(),
  /** Seconds, of an expression. */
  Period: number.optional(),
});

/** What to read: a statistic of a metric, or an expression over other queries. */
export type MetricDataQuery = z.infer<typeof metricDataQuery>;
/** A statistic of a metric. */
export type MetricStat = NonNullable<MetricDataQuery["MetricStat"]>;
