import { z } from "zod";
import { checkMembers, valueProblems } from "./datum-checks";
import { readInput } from "./input";
import { type MetricDatum, metricDatum } from "./metric-datum";
import { invalidValue, missing } from "./parameter-errors";

const putMetricDataInput = z.object({
  Namespace: z.string().optional(),
  MetricData: z.array(metricDatum).optional(),
  EntityMetricData: z.array(z.object({ MetricData: z.array(metricDatum).optional() })).optional(),
});

/** What one PutMetricData brought. */
export interface MetricData {
  readonly namespace: string;
  readonly data: readonly MetricDatum[];
}

const maxMetrics = 1_000;

/**
 * Reads PutMetricData's input in whichever protocol it came.
 * @param nowMs data points may be two weeks older and two hours younger
 * @throws AwsError as PutMetricData does
 */
export function readMetricData(input: unknown, nowMs: number): MetricData {
  const { Namespace, MetricData, EntityMetricData = [] } = readInput(putMetricDataInput, input);
  if (Namespace === undefined) throw missing("Namespace");
  if (!/^[^:]/.test(Namespace) || Namespace.length > 255 || Namespace.startsWith("AWS/")) {
    throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid.`);
  }
  const data = [
    ...named(MetricData, "MetricData"),
    ...EntityMetricData.flatMap((entity, index) =>
      named(entity.MetricData, `EntityMetricData.member.${index + 1}.MetricData`),
    ),
  ];
  if (data.length === 0) throw missing("MetricData");
  if (data.length > maxMetrics) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${maxMetrics}.`);
  }
  for (const [name, datum] of data) checkMembers(name, datum);
  const problems = data.flatMap(([name, datum]) => valueProblems(name, datum, nowMs));
  if (problems.length > 0) throw invalidValue(problems.join("\n"));
  return { namespace: Namespace, data: data.map(([, datum]) => datum) };
}

/** Data points by the names that AWS's errors give them. */
function named(data: readonly MetricDatum[] = [], list: string): [string, MetricDatum][] {
  return data.map((datum, index) => [`${list}.member.${index + 1}`, datum]);
}
