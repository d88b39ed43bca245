import { z } from "zod";
import { valueProblems } from "../cloudwatch/datum-checks";
import type { MetricDatum } from "../cloudwatch/metric-datum";
import { isObject } from "../event-pattern";
import { parseJson } from "../parse-json";

/** Of a namespace, a metric and a dimension. */
const name = z.string().min(1).max(1_024);

/** CloudWatch's own specification of the format; a line that does not keep to it is a log line and nothing more. */
const envelope = z.object({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: name,
        Dimensions: z.array(z.array(z.string()).max(30)),
        Metrics: z
          .array(z.object({ Name: name, Unit: z.string().optional(), StorageResolution: z.number().optional() }))
          .max(100),
      }),
    ),
  }),
});

/** What a metric's name leads to in the line: one value, or up to 100. */
const values = z.union([z.number().transform((value) => [value]), z.array(z.number()).max(100)]);

/** Data points of one namespace. */
export interface EmbeddedMetrics {
  readonly namespace: string;
  readonly data: readonly MetricDatum[];
}

/**
 * The metrics in a log line that is written in the embedded metric format: a data point for each metric and each of its
 * dimension sets. One that CloudWatch would leave out (no value, no such dimension, an impossible number) is left out.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readEmbeddedMetrics(message: string, nowMs: number): EmbeddedMetrics[] {
  // Nearly all lines end here.
  if (!message.startsWith("{") || !message.includes('"_aws"')) return [];
  const line = parseJson(message);
  const parsed = envelope.safeParse(line);
  if (!isObject(line) || !parsed.success) return [];
  const { Timestamp, CloudWatchMetrics } = parsed.data._aws;
  return CloudWatchMetrics.map(({ Namespace, Dimensions, Metrics }) => {
    const sets = Dimensions.map((names) => dimensionsOf(names, line)).filter((set) => set !== undefined);
    const data = Metrics.flatMap(({ Name, Unit, StorageResolution }) => {
      const Values = values.safeParse(line[Name]);
      if (!Values.success) return [];
      return sets.map((set) => ({
        ...{ MetricName: Name, Dimensions: set, Unit, StorageResolution },
        ...{ Timestamp: new Date(Timestamp), Values: Values.data },
      }));
    });
    return { namespace: Namespace, data: data.filter((datum) => valueProblems("", datum, nowMs).length === 0) };
  });
}

/** Undefined when the line lacks one of them. */
function dimensionsOf(names: readonly string[], line: Readonly<Record<string, unknown>>) {
  const set = names.flatMap((Name) => {
    const { success, data: Value } = name.safeParse(line[Name]);
    return success ? [{ Name, Value }] : [];
  });
  return set.length === names.length ? set : undefined;
}
