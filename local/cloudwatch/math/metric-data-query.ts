import { z } from "zod";
import { dimensionList } from "../dimension-list";
import { boolean, text, wholeNumber } from "../input";
import { units } from "../units";

/** The shape of a query, as GetMetricData and PutMetricAlarm take it. */
export const metricDataQuery = z.object({
  Id: text(255),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: text(255),
        MetricName: text(255),
        Dimensions: dimensionList.optional(),
      }),
      /** Seconds. */
      Period: wholeNumber(1),
      Stat: z.string(),
      Unit: z.enum(units).optional(),
    })
    .optional(),
  Expression: text(2_048).optional(),
  Label: z.string().optional(),
  ReturnData: boolean.optional(),
  /** Seconds, of an expression. */
  Period: wholeNumber(1).optional(),
});

/** What to read: a statistic of a metric, or an expression over other queries. */
export type MetricDataQuery = z.infer<typeof metricDataQuery>;
/** A statistic of a metric. */
export type MetricStat = NonNullable<MetricDataQuery["MetricStat"]>;
