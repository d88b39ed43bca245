import { metricNamespace } from "../contract";
import { embeddedMetrics, type MetricValue } from "../emf";
import type { KinesisEventRecord, StreamRecord } from "../kinesis-event";
import { metrics } from "./contract";

/** How an invocation ended: each record of the batch counts once, as processed, rejected or retried. */
export interface Outcome {
  readonly nowMs: number;
  readonly environment: string;
  /** Event types with a metric of their own; all others count as `OTHER`. */
  readonly eventTypes: ReadonlySet<string>;
  readonly context: { readonly awsRequestId: string; readonly functionName: string };
  /** The batch's first record. */
  readonly first: KinesisEventRecord | undefined;
  /** The first record that must come again. */
  readonly failed: KinesisEventRecord | undefined;
  /** In the table, or replaced there by a later version. */
  readonly processed: readonly { readonly eventType: string; readonly record: StreamRecord }[];
  readonly rejectedCount: number;
  readonly retriedCount: number;
  /** Errors that were no record's fault. */
  readonly errors: readonly unknown[];
}

/** The log lines of an invocation: its metrics (a line for each dimension set), then one for people, without payloads. */
export function report(outcome: Outcome): string[] {
  return [...metricLines(outcome), logLine(outcome)];
}

function metricLines({ nowMs, environment, eventTypes, context, processed, ...counts }: Outcome): string[] {
  const dimensions = { Environment: environment, FunctionName: context.functionName };
  const totals = [
    count(metrics.recordsProcessed, processed.length),
    count(metrics.recordsRejected, counts.rejectedCount),
    count(metrics.recordsRetried, counts.retriedCount),
    ...latency(nowMs, processed[0]?.record),
  ];
  const byType = new Map<string, number>();
  for (const { eventType } of processed) {
    const type = eventTypes.has(eventType) ? eventType : "OTHER";
    byType.set(type, (byType.get(type) ?? 0) + 1);
  }
  return [
    embeddedMetrics(metricNamespace, nowMs, dimensions, totals),
    ...Array.from(byType, ([type, value]) =>
      embeddedMetrics(metricNamespace, nowMs, { ...dimensions, EventType: type }, [
        count(metrics.recordsProcessed, value),
      ]),
    ),
  ];
}

function count(name: string, value: number): MetricValue {
  return { name, unit: "Count", value };
}

/** Of the record that waited longest: the first, since a batch is in the order of arrival. */
function latency(nowMs: number, oldest: StreamRecord | undefined): MetricValue[] {
  if (!oldest) return [];
  return [{ name: metrics.processingLatency, unit: "Milliseconds", value: Math.max(0, nowMs - oldest.arrivedAtMs) }];
}

function logLine({ context, first, failed, processed, rejectedCount, retriedCount, errors }: Outcome): string {
  const level = errors.length > 0 ? "ERROR" : rejectedCount + retriedCount > 0 ? "WARN" : "INFO";
  return JSON.stringify({
    level,
    message: failed ? "batch stopped before a record that must come again" : "batch done",
    requestId: context.awsRequestId,
    shard: first?.eventID.split(":")[0],
    sequence: first?.kinesis.sequenceNumber,
    failedSequence: failed?.kinesis.sequenceNumber,
    processed: processed.length,
    rejected: rejectedCount,
    retried: retriedCount,
    errors: errors.length > 0 ? errors.map(String) : undefined,
  });
}
