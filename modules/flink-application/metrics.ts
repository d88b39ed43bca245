/** A metric of CloudWatch, and whose it is. */
export interface ApplicationMetric {
  readonly namespace: "AWS/KinesisAnalytics";
  readonly metricName: string;
  readonly dimensions: { readonly Application: string };
}

/** The metrics to watch an application by, of the level that is always there: the whole application. */
export interface ApplicationMetrics {
  /** Per cent of its task managers' CPU. */
  readonly cpuUtilization: ApplicationMetric;
  /** Per cent of the heap. */
  readonly heapMemoryUtilization: ApplicationMetric;
  /** Since the job's start: what counts is how it grows. */
  readonly numberOfFailedCheckpoints: ApplicationMetric;
  readonly restarts: RestartMetrics;
}

/** Flink 2 has no `fullRestarts`, and AWS takes leave of `downtime` there. Both count from the job's start. */
export type RestartMetrics =
  | {
      readonly kind: "flink-1";
      readonly fullRestarts: ApplicationMetric;
      /** Milliseconds for which a job that fails has not run. */
      readonly downtime: ApplicationMetric;
    }
  | { readonly kind: "flink-2"; readonly numRestarts: ApplicationMetric };

/** @param name the application's: an ARN would make a metric that never has a value. */
export function applicationMetrics(name: string, runtime: string): ApplicationMetrics {
  const metric = (metricName: string): ApplicationMetric => ({
    namespace: "AWS/KinesisAnalytics",
    metricName,
    dimensions: { Application: name },
  });
  return {
    cpuUtilization: metric("cpuUtilization"),
    heapMemoryUtilization: metric("heapMemoryUtilization"),
    numberOfFailedCheckpoints: metric("numberOfFailedCheckpoints"),
    restarts: runtime.startsWith("FLINK-1_")
      ? { kind: "flink-1", fullRestarts: metric("fullRestarts"), downtime: metric("downtime") }
      : { kind: "flink-2", numRestarts: metric("numRestarts") },
  };
}
