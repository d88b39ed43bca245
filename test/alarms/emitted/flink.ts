import type { ResolvedResource } from "../../../local/terraform/stack";
import { type EmittedMetric, seriesOfFamily } from "../emitted-series";
import { attribute, ofType } from "../resource-attributes";

const namespace = "AWS/KinesisAnalytics";
const source = "Metrics and dimensions in Managed Service for Apache Flink";

const statistics = ["Average", "Maximum", "Minimum", "SampleCount"] as const;

interface Application {
  /** Flink's major version. */
  readonly flink: number;
}

const count = (name: string): EmittedMetric<Application> => ({ name, unit: "Count", statistics });
const percent = (name: string): EmittedMetric<Application> => ({ name, unit: "Percent", statistics });
const milliseconds = (name: string): EmittedMetric<Application> => ({ name, unit: "Milliseconds", statistics });
const onlyIn = (flink: number, metric: EmittedMetric<Application>): EmittedMetric<Application> => ({
  ...metric,
  when: (application) => application.flink === flink,
});

/** By application: what it emits at each level of detail. */
export const applicationSeries = seriesOfFamily<Application>({
  namespace,
  source,
  emitters: (resources) =>
    ofType(resources, "aws_kinesisanalyticsv2_application").map((application) => ({
      dimensions: { Application: attribute.text(application, "name") },
      // FLINK-1_20
      flink: Number(attribute.text(application, "runtime_environment").split(/[-_]/)[1]),
    })),
  metrics: [
    percent("cpuUtilization"),
    percent("heapMemoryUtilization"),
    percent("containerCPUUtilization"),
    percent("containerMemoryUtilization"),
    { name: "KPUs", unit: "Count", statistics },
    count("numberOfFailedCheckpoints"),
    milliseconds("lastCheckpointDuration"),
    { name: "lastCheckpointSize", unit: "Bytes", statistics },
    // AWS takes leave of `downtime` and `uptime` in Flink 2: they will be gone one day, and an alarm on them silent.
    onlyIn(1, milliseconds("downtime")),
    onlyIn(1, milliseconds("uptime")),
    onlyIn(1, count("fullRestarts")),
    onlyIn(2, count("numRestarts")),
  ],
});

/** ARN of the stream that an application's SQL reads: the only one whose properties say where to begin. */
export function inputArnOf(application: ResolvedResource): string {
  const groups = JSON.stringify(attribute.blocks(application, "application_configuration"));
  const [, arn = ""] = /"source\.init\.position":"[^"]*"[^}]*"stream\.arn":"([^"]+)"/.exec(groups) ?? [];
  return arn;
}

/** By what an application reads: its connector counts for each stream, in whose name Flink has no hyphens. */
export const applicationInputSeries = seriesOfFamily({
  namespace,
  source: `${source}: Kinesis Data Streams connector metrics`,
  emitters: (resources) =>
    ofType(resources, "aws_kinesisanalyticsv2_application").map((application) => ({
      dimensions: {
        Application: attribute.text(application, "name"),
        Flow: "Input",
        Id: inputArnOf(application).replace(/^.*\//, "").replaceAll("-", "_"),
      },
    })),
  metrics: [
    {
      name: "millisBehindLatest",
      unit: "Milliseconds",
      statistics,
      thresholds: () => ({ from: 60_000, to: 86_400_000, why: "in milliseconds, from a minute to a day" }),
    },
  ],
});
