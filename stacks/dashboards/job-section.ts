import type { AnalyticsJob } from "../../environments";
import { chart, type Section } from "../../modules/dashboard/panel";
import type { ApplicationMetrics } from "../../modules/flink-application/metrics";
import type { AlarmLines } from "./alarm-lines";

/** A Flink job. */
export function jobSection(key: string, job: AnalyticsJob, metrics: ApplicationMetrics, alarms: AlarmLines): Section {
  const { kind: _, ...restarts } = metrics.restarts;
  return {
    heading: `${job.input} → ${key} → ${job.output}`,
    guide: "A job that restarts reads again from its last checkpoint: look for the exception before the restart.",
    panels: [
      chart("Behind its stream (ms)", [metrics.millisBehindLatest], alarms.thresholds(key, "job-late")),
      chart(
        "CPU and heap (%)",
        [metrics.cpuUtilization, metrics.heapMemoryUtilization],
        alarms.thresholds(key, "job-cpu-high", "job-heap-high"),
      ),
      ...Object.values(restarts).map((metric) => chart(metric.meaning, [metric])),
      chart("Checkpoints that failed since its start", [metrics.numberOfFailedCheckpoints]),
      chart("Time of the last checkpoint (ms)", [metrics.lastCheckpointDuration]),
      chart("Size of the last checkpoint (bytes)", [metrics.lastCheckpointSize]),
    ],
  };
}
