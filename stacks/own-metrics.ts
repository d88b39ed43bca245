import { metrics as ofTransform } from "../functions/data-transform/contract";
import { metricNamespace } from "../functions/shared/contract";
import { metrics as ofProcessor } from "../functions/shared/processor/contract";
import { metricsOf } from "../modules/metric/metric";

/** The metrics that a processor's code emits in its log. */
export type ProcessorOwnMetrics = ReturnType<typeof processorOwnMetrics>;

/** @param environment its name, which the code knows from a variable. @param functionName the function's physical name. */
export function processorOwnMetrics(environment: string, functionName: string) {
  const metric = metricsOf(metricNamespace, { Environment: environment, FunctionName: functionName });
  return {
    processed: metric(ofProcessor.recordsProcessed, "Sum", "Count", "Records in the table"),
    rejected: metric(ofProcessor.recordsRejected, "Sum", "Count", "Records in quarantine"),
    retried: metric(ofProcessor.recordsRetried, "Sum", "Count", "Records left for a later invocation"),
    latency: metric(ofProcessor.processingLatency, "p90", "Milliseconds", "Time from the stream to the table"),
  };
}

/** The metrics that a transform's code emits in its log. */
export type TransformOwnMetrics = ReturnType<typeof transformOwnMetrics>;

/** @param environment its name, which the code knows from a variable. @param functionName the function's physical name. */
export function transformOwnMetrics(environment: string, functionName: string) {
  const metric = metricsOf(metricNamespace, { Environment: environment, FunctionName: functionName });
  return {
    transformed: metric(ofTransform.recordsTransformed, "Sum", "Count", "Records transformed"),
    malformed: metric(ofTransform.recordsMalformed, "Sum", "Count", "Records that are no events"),
    oversized: metric(ofTransform.recordsOversized, "Sum", "Count", "Records that the response had no room for"),
  };
}
