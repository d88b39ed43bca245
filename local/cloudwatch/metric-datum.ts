import { z } from "zod";
import { dimension, number, timestamp } from "./input";

/** The shape of a data point, whichever protocol it came in. */
export const metricDatum = z.object({
  MetricName: z.string().optional(),
  Dimensions: z.array(dimension).optional(),
  Timestamp: timestamp.optional(),
  Value: number.optional(),
  Values: z.array(number).optional(),
  Counts: z.array(number).optional(),
  StatisticValues: z.object({ SampleCount: number, Sum: number, Minimum: number, Maximum: number }).optional(),
  Unit: z.string().optional(),
  StorageResolution: number.optional(),
});

/** A data point: a single value, values with their counts, or a statistic set. */
export type MetricDatum = z.infer<typeof metricDatum>;
