import type { JobFacts } from "../jobs";
import type { MetricReader } from "../metric-reader";

/** Reads what tells how a job is; Flink 2 has another name for its restarts. */
export async function readJob(
  reader: MetricReader,
  { key, name, runtime }: { readonly key: string; readonly name: string; readonly runtime: string },
): Promise<JobFacts> {
  const series = (metric: string) =>
    reader.series({
      ...{ namespace: "AWS/KinesisAnalytics", name: metric, statistic: "Maximum" },
      dimensions: { Application: name },
    });
  const [restarts, failedCheckpoints, heapPercent] = await Promise.all([
    series(runtime.startsWith("FLINK-1_") ? "fullRestarts" : "numRestarts"),
    series("numberOfFailedCheckpoints"),
    series("heapMemoryUtilization"),
  ]);
  return { subject: `job ${key}`, name, restarts, failedCheckpoints, heapPercent };
}
