import type { ChartPanel, Section, Threshold } from "../../modules/dashboard/panel";
import type { StreamMetrics } from "../../modules/data-stream/metrics";
import { shardLimits } from "../../modules/data-stream/stream-limits";
import type { Metric } from "../../modules/metric/metric";
import { limit } from "./alarm-lines";

/** What a shard takes in a minute. */
const limits: Readonly<Record<string, Threshold>> = {
  IncomingBytes: limit("a shard's limit", shardLimits.bytesPerSecond * 60),
  IncomingRecords: limit("a shard's limit", shardLimits.recordsPerSecond * 60),
};

/** The shards of a stream side by side, as far as they are measured: nothing where they are not. */
export function shardSections(key: string, metrics: StreamMetrics): Section[] {
  const measured = Object.values(metrics.ofShard("*"));
  if (measured.length === 0) return [];
  return [
    {
      heading: `Shards of ${key}`,
      guide: "A line far above the others is a hot shard: split it, or choose keys that spread.",
      panels: measured.map(shardChart),
    },
  ];
}

/** One line a shard: a search finds those that resharding makes, too. */
function shardChart({ namespace, name, dimensions, statistic, meaning }: Metric): ChartPanel {
  const { ShardId: _, ...fixed } = dimensions;
  const schema = [namespace, ...Object.keys(dimensions)].join(",");
  const terms = Object.entries({ MetricName: name, ...fixed }).map(([term, value]) => `${term}="${value}"`);
  const expression = `SEARCH('{${schema}} ${terms.join(" ")}', '${statistic}', 60)`;
  const threshold = limits[name];
  return {
    kind: "chart",
    title: meaning,
    lines: [{ watched: { expression, metrics: {} }, label: "" }],
    thresholds: threshold && [threshold],
  };
}
