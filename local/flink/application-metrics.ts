import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import type { Application } from "./application";
import { jobSpec } from "./application-configuration";
import { inputStreamArn } from "./input-stream";
import type { JobMetrics } from "./job-metrics";

/**
 * Tells CloudWatch what an application's job tells ("Metrics and dimensions in Managed Service for Apache Flink"):
 * Flink 2 has other names for restarts than Flink 1.
 */
export function recordJobMetrics(recorder: MetricRecorder, { name, version }: Application, job: JobMetrics): void {
  const { configuration } = version;
  const { Parallelism, ParallelismPerKPU } = configuration.parallelism;
  const ofApplication = { Application: name };
  const record = (metric: string, unit: string, value: number | undefined, dimensions = {}) => {
    if (value === undefined) return;
    recorder.metric("AWS/KinesisAnalytics", metric, { ...ofApplication, ...dimensions }, unit).record(value);
  };
  if (configuration.runtime.startsWith("FLINK-1_")) {
    record("uptime", "Milliseconds", job.uptimeMs);
    record("downtime", "Milliseconds", job.downtimeMs);
    record("fullRestarts", "Count", job.restarts);
  } else record("numRestarts", "Count", job.restarts);
  record("KPUs", "Count", Math.ceil(Parallelism / ParallelismPerKPU));
  record("numberOfFailedCheckpoints", "Count", job.failedCheckpoints);
  record("lastCheckpointDuration", "Milliseconds", job.lastCheckpointDurationMs);
  record("lastCheckpointSize", "Bytes", job.lastCheckpointBytes);
  record("cpuUtilization", "Percent", job.cpuPercent);
  record("heapMemoryUtilization", "Percent", job.heapPercent);
  const input = inputStreamArn(jobSpec(name, configuration))?.split("/").at(-1);
  if (input === undefined) return;
  // The managed reporter has no hyphens in what a stream is called.
  const ofInput = { Flow: "Input", Id: input.replaceAll("-", "_") };
  record("millisBehindLatest", "Milliseconds", job.millisBehindLatest, ofInput);
}
