import { metricNamespace } from "../shared/contract";
import { embeddedMetrics } from "../shared/emf";
import { metrics } from "./contract";

/** How an invocation ended: each record counts once, as transformed, malformed or oversized. */
export interface Outcome {
  readonly nowMs: number;
  readonly environment: string;
  readonly context: { readonly awsRequestId: string; readonly functionName: string };
  readonly transformedCount: number;
  /** Why records are no events, a reason for each. */
  readonly malformed: readonly string[];
  readonly oversizedCount: number;
}

/** The log lines of an invocation: its metrics, then one for people, without payloads. */
export function report({ nowMs, environment, context, malformed, ...counts }: Outcome): string[] {
  const { transformedCount, oversizedCount } = counts;
  const byReason: Record<string, number> = {};
  for (const reason of malformed) byReason[reason] = (byReason[reason] ?? 0) + 1;
  const failedCount = malformed.length + oversizedCount;
  return [
    embeddedMetrics(metricNamespace, nowMs, { Environment: environment, FunctionName: context.functionName }, [
      { name: metrics.recordsTransformed, unit: "Count", value: transformedCount },
      { name: metrics.recordsMalformed, unit: "Count", value: malformed.length },
      { name: metrics.recordsOversized, unit: "Count", value: oversizedCount },
    ]),
    JSON.stringify({
      level: failedCount > 0 ? "WARN" : "INFO",
      message: failedCount > 0 ? "some records failed: Firehose writes them to its error prefix" : "all transformed",
      requestId: context.awsRequestId,
      transformed: transformedCount,
      malformed: malformed.length > 0 ? byReason : undefined,
      oversized: oversizedCount > 0 ? oversizedCount : undefined,
    }),
  ];
}
