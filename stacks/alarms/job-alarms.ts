import type { AnalyticsJob, Environment } from "../../environments";
import type { ApplicationMetrics, RestartMetrics } from "../../modules/flink-application/metrics";
import { type Alarm, alarm } from "./alarm";

/** The alarms of a Flink job. AWS restarts an application for maintenance, half a minute long: none may mind it. */
export function jobAlarms(
  { alarms }: Environment,
  key: string,
  job: AnalyticsJob,
  metrics: ApplicationMetrics,
): Alarm[] {
  return [
    restartAlarm(key, metrics.restarts),
    alarm(
      key,
      "checkpoints-failing",
      { expression: "RATE(failed)", metrics: { failed: metrics.numberOfFailedCheckpoints } },
      // A data point has a checkpoint at least.
      { periodSeconds: Math.ceil(job.checkpointSeconds / 60) * 60, threshold: 0, datapoints: [3, 3] },
    ),
    alarm(key, "job-cpu-high", { metric: metrics.cpuUtilization }, { threshold: 80, datapoints: [15, 15] }),
    alarm(key, "job-heap-high", { metric: metrics.heapMemoryUtilization }, { threshold: 90, datapoints: [15, 15] }),
    // A job that runs tells how far behind it is all the time: one that is silent does not run.
    alarm(
      key,
      "job-late",
      { metric: metrics.millisBehindLatest },
      { threshold: alarms.freshnessObjectiveSeconds * 1_000, datapoints: [15, 15], missing: "breaching" },
    ),
  ];
}

/** Flink 2 counts restarts alone: a job that can't go on has one again and again, and one that crashed has one. */
function restartAlarm(key: string, restarts: RestartMetrics): Alarm {
  if (restarts.kind === "flink-1") {
    return alarm(key, "job-restarting", { metric: restarts.downtime }, { threshold: 0, datapoints: [15, 15] });
  }
  return alarm(
    key,
    "job-restarting",
    { expression: "RATE(restarts)", metrics: { restarts: restarts.numRestarts } },
    { threshold: 0, datapoints: [3, 15] },
  );
}
