import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Verdict } from "./finding";
import type { Target } from "./target";

const values: Readonly<Partial<Record<Verdict, number>>> = { HEALTHY: 0, WARNING: 1, CRITICAL: 2 };

/**
 * Puts a verdict into CloudWatch: 0 HEALTHY, 1 WARNING, 2 CRITICAL. UNKNOWN is no value of it: an alarm treats its
 * absence as it sees fit.
 * @returns what was done, for a person
 */
export async function publishVerdict({ cloudwatch, names }: Target, verdict: Verdict): Promise<string> {
  const { namespace, name, dimensions } = names.healthMetric;
  const Value = values[verdict];
  if (Value === undefined) return `not published: ${verdict} is no value of ${namespace} ${name}`;
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: [
        {
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          Value,
          Unit: "None",
        },
      ],
    }),
  );
  return `published: ${namespace} ${name} is ${Value}`;
}
