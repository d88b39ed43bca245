import { line, type Section } from "../../modules/dashboard/panel";
import type { WatchedPipeline } from "./watched-pipeline";

/** What AWS bills by, in all of a pipeline. */
export function costSection({ streams, processors, tables, deliveries, jobs }: WatchedPipeline): Section {
  const stacked = { kind: "chart", isStacked: true } as const;
  return {
    heading: "What it costs",
    guide: "What AWS bills by, a minute. Shards and customer-managed keys cost as much at night.",
    panels: [
      {
        ...stacked,
        title: "Bytes into streams",
        lines: streams.map(({ key, metrics }) => line(metrics.incomingBytes, key)),
      },
      {
        ...stacked,
        title: "Time of functions (ms)",
        lines: [
          ...processors.map(({ key, metrics }) => line(metrics.function.duration, key, "Sum")),
          ...deliveries.flatMap(({ entry, metrics: { transform } }) =>
            transform ? [line(transform.function.duration, entry.transform?.name, "Sum")] : [],
          ),
        ],
      },
      {
        ...stacked,
        title: "Write units of tables",
        lines: tables.map(({ key, metrics }) => line(metrics.consumedWrites, key)),
      },
      {
        ...stacked,
        title: "Bytes delivered",
        lines: deliveries.map(({ key, metrics }) => line(metrics.stream.deliveredBytes, key)),
      },
      { ...stacked, title: "KPUs of jobs", lines: jobs.map(({ key, metrics }) => line(metrics.kpus, key)) },
    ],
  };
}
