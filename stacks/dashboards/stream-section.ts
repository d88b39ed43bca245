import { type ChartPanel, chart, type Section } from "../../modules/dashboard/panel";
import type { StreamMetrics } from "../../modules/data-stream/metrics";
import type { Metric } from "../../modules/metric/metric";
import type { KindName } from "../alarms/kinds";
import type { AlarmLines } from "./alarm-lines";

/** Who is at a stream's ends. */
export interface StreamUse {
  /** The jobs that write to it; where there are none, producers do. */
  readonly writers: readonly string[];
  /** Whether someone reads it by GetRecords: without that, it has none of the metrics of reading. */
  readonly isPolled: boolean;
}

/** A stream: what is sent, what it refuses, and how old what is read is. */
export function streamSection(
  key: string,
  metrics: StreamMetrics,
  { writers, isPolled }: StreamUse,
  alarms: AlarmLines,
): Section {
  const ifPolled = (metric: Metric) => (isPolled ? [metric] : []);
  const consumers = [...metrics.consumers].flatMap(([consumer, { millisBehindLatest, records }]) => [
    ...ages(alarms, `${consumer} is behind`, millisBehindLatest, `${key}-${consumer}`, "consumer"),
    chart(`Records that ${consumer} gets a minute`, [records]),
  ]);
  return {
    heading: `${writers.join(", ") || "Producers"} → ${key}`,
    guide:
      writers.length > 0
        ? "A window's results come at once: what is throttled of them is sent again. An age that grows is a reader's trouble."
        : "Throttles without a share of capacity near 100 % are a hot shard; an age that grows is a reader's trouble.",
    panels: [
      chart(
        "Records a minute",
        [metrics.incomingRecords, metrics.putRecordsThrottled, metrics.putRecordsFailed],
        alarms.thresholds(key, "no-incoming-records"),
      ),
      chart("Bytes a minute", [metrics.incomingBytes, ...ifPolled(metrics.getRecordsBytes)]),
      ...alarms.charts("Share of capacity (%)", "The larger of bytes and records", key, "stream-near-capacity"),
      chart(
        "Throttled (share)",
        [metrics.writeThrottles, ...ifPolled(metrics.readThrottles)],
        alarms.thresholds(key, "writes-throttled", "reads-throttled"),
      ),
      ...alarms.charts("Records of PutRecords that fail (%)", "Failed", key, "puts-failing"),
      chart(
        "Calls that succeed (share)",
        [metrics.putRecordSuccess, ...ifPolled(metrics.getRecordsSuccess)],
        alarms.thresholds(key, "single-puts-failing"),
      ),
      ...alarms.charts("Reads that succeed or are throttled (share)", "Reads", key, "reads-failing"),
      ...ages(alarms, "What is read is old", metrics.iteratorAge, key, "stream"),
      ...consumers,
    ],
  };
}

/** Twice, since late is a matter of minutes and lost of days; not at all where no alarm says that anyone reads so. */
function ages(
  alarms: AlarmLines,
  title: string,
  metric: Metric,
  subject: string,
  of: "stream" | "consumer",
): ChartPanel[] {
  const charts = (suffix: string, kind: KindName) => {
    const thresholds = alarms.thresholds(subject, kind);
    return thresholds.length > 0 ? [chart(`${title}${suffix} (ms)`, [metric], thresholds)] : [];
  };
  return [...charts("", `${of}-late`), ...charts(", against half of the retention", `${of}-losing-data`)];
}
