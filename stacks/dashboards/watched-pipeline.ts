import type { AnalyticsJob, Delivery, Environment, Processor, Stream, Table } from "../../environments";
import type { StreamMetrics } from "../../modules/data-stream/metrics";
import type { ApplicationMetrics } from "../../modules/flink-application/metrics";
import type { TableMetrics } from "../../modules/processed-table/metrics";
import type { WatchedDelivery } from "../delivery";
import type { Pipeline } from "../pipelines";
import type { WatchedProcessor } from "../processing";
import type { WatchedStacks } from "../watched-stacks";

/** An entry of the environment, and what it is watched by. */
export interface WatchedEntry<Entry, Metrics> {
  readonly key: string;
  readonly entry: Entry;
  readonly metrics: Metrics;
}

/** What a pipeline consists of. */
export interface WatchedPipeline {
  readonly key: string;
  readonly streams: readonly WatchedEntry<Stream, StreamMetrics>[];
  readonly processors: readonly WatchedEntry<Processor, WatchedProcessor>[];
  readonly tables: readonly WatchedEntry<Table, TableMetrics>[];
  readonly deliveries: readonly WatchedEntry<Delivery, WatchedDelivery>[];
  readonly jobs: readonly WatchedEntry<AnalyticsJob, ApplicationMetrics>[];
}

/** Finds what a pipeline's keys stand for. */
export function watchedPipeline(environment: Environment, stacks: WatchedStacks, pipeline: Pipeline): WatchedPipeline {
  return {
    key: pipeline.key,
    streams: watched(pipeline.streams, environment.streams, stacks.streaming.metricsOf),
    processors: watched(pipeline.processors, environment.processors, stacks.processing.metricsOf),
    tables: watched(pipeline.tables, environment.tables, stacks.storage.metricsOf),
    deliveries: watched(pipeline.deliveries, environment.deliveries, stacks.delivery.metricsOf),
    jobs: watched(pipeline.jobs, environment.analytics, stacks.analytics.metricsOf),
  };
}

function watched<Entry, Metrics>(
  keys: readonly string[],
  entries: Readonly<Record<string, Entry>>,
  metricsOf: (key: string) => Metrics,
): WatchedEntry<Entry, Metrics>[] {
  return keys.flatMap((key) => {
    const entry = entries[key];
    return entry === undefined ? [] : [{ key, entry, metrics: metricsOf(key) }];
  });
}
