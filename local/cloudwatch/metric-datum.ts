import { z } from "zod";

/** The query protocol writes numbers as text. */
const number = z.union([z.number(), z.string().transform(Number)]);
/** CBOR has a date of its own; JSON writes seconds since the epoch, the query protocol ISO 8601. */
const timestamp = z.union([
  z.date(),
  z.number().transform((seconds) => new Date(seconds * 1_000)),
  z.string().transform((text) => new Date(text)),
]);

/** The shape of a data point, whichever protocol it came in. */
export const metricDatum = z.object({
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string().optional(), Value: z.string().optional() })).optional(),
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
