import { type Metric, metricsOf } from "../metric/metric";

/** The metrics to watch an application by, of the level that is always there: the whole application. */
export type ApplicationMetrics = ReturnType<typeof applicationMetrics>;

/** Flink 2 has no `fullRestarts`, and AWS takes leave of `downtime` there. All count from the job's start. */
export type RestartMetrics =
  | { readonly kind: "flink-1"; readonly fullRestarts: Metric; readonly downtime: Metric }
  | { readonly kind: "flink-2"; readonly numRestarts: Metric };

/**
 * @param name the application's: an ARN would make a metric that never has a value
 * @param inputStream name of the stream that it reads
 */
export function applicationMetrics(name: string, runtime: string, inputStream: string) {
  const metric = metricsOf("AWS/KinesisAnalytics", { Application: name });
  // The connector's, which Managed Flink emits by stream from the level APPLICATION on ("Metrics and dimensions": Level
  // "Application (for Stream)"). No page names these dimensions: they, and underscores for hyphens, are what AWS's own
  // samples read (aws-samples/amazon-kinesis-analytics-streaming-etl, cdk/lib/streaming-etl.ts).
  const ofInput = metricsOf("AWS/KinesisAnalytics", {
    Application: name,
    Flow: "Input",
    Id: inputStream.replaceAll("-", "_"),
  });
  return {
    cpuUtilization: metric("cpuUtilization", "Maximum", "Percent", "CPU that the task managers use"),
    heapMemoryUtilization: metric("heapMemoryUtilization", "Maximum", "Percent", "Heap that the task managers use"),
    numberOfFailedCheckpoints: metric(
      "numberOfFailedCheckpoints",
      "Maximum",
      "Count",
      "Checkpoints that failed since the job's start",
    ),
    lastCheckpointDuration: metric("lastCheckpointDuration", "Maximum", "Milliseconds", "Time of the last checkpoint"),
    lastCheckpointSize: metric("lastCheckpointSize", "Maximum", "Bytes", "Size of the last checkpoint"),
    kpus: metric("KPUs", "Average", "Count", "KPUs that are paid for"),
    millisBehindLatest: ofInput(
      "millisBehindLatest",
      "Maximum",
      "Milliseconds",
      "How far behind its stream's end the job is",
    ),
    restarts: restartMetrics(name, runtime),
  };
}

function restartMetrics(name: string, runtime: string): RestartMetrics {
  const metric = metricsOf("AWS/KinesisAnalytics", { Application: name });
  if (!runtime.startsWith("FLINK-1_")) {
    const numRestarts = metric("numRestarts", "Maximum", "Count", "Restarts since the job's start");
    return { kind: "flink-2", numRestarts };
  }
  return {
    kind: "flink-1",
    fullRestarts: metric("fullRestarts", "Maximum", "Count", "Restarts since the job's start"),
    downtime: metric("downtime", "Maximum", "Milliseconds", "Time for which a job that fails has not run"),
  };
}
