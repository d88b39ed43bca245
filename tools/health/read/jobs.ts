import type { AnalyticsJob, Environment } from "../../../environments";
import { applicationMetrics } from "../../../modules/flink-application/metrics";
import type { Names } from "../../../names";
import type { ConsumerFacts } from "../consumers";
import type { JobFacts } from "../jobs";
import type { MetricReader } from "../metric-reader";
import { readSource } from "./source";

/** A job of the environment. */
export interface JobOf {
  readonly environment: Environment;
  readonly names: Names;
  readonly key: string;
  readonly job: AnalyticsJob;
}

/** Reads what tells how a job is. */
export async function readJob(reader: MetricReader, of: JobOf): Promise<JobFacts> {
  const { names, key } = of;
  const metrics = metricsOf(of);
  const [restarts, failedCheckpoints, cpuPercent, heapPercent] = await Promise.all([
    reader.series(metrics.restarts.kind === "flink-1" ? metrics.restarts.fullRestarts : metrics.restarts.numRestarts),
    reader.series(metrics.numberOfFailedCheckpoints),
    reader.series(metrics.cpuUtilization),
    reader.series(metrics.heapMemoryUtilization),
  ]);
  const logGroup = names.applicationLogGroup(key).name;
  const subject = `job ${key}`;
  return { subject, name: names.application(key).name, logGroup, restarts, failedCheckpoints, cpuPercent, heapPercent };
}

/** Reads how a job keeps up with its stream. */
export async function readJobSource(reader: MetricReader, of: JobOf): Promise<ConsumerFacts> {
  const { environment, names, key, job } = of;
  const [ageMs, source] = await Promise.all([
    reader.series(metricsOf(of).millisBehindLatest),
    readSource(reader, environment, names, job.input),
  ]);
  return {
    ...{ subject: `job ${key}`, ...source, ageMs, read: undefined, toldWithinMinutes: 1 },
    command: `aws kinesisanalyticsv2 describe-application --application-name ${names.application(key).name}`,
  };
}

function metricsOf({ names, key, job: { runtime, input } }: JobOf) {
  return applicationMetrics(names.application(key).name, runtime, names.stream(input).name);
}
