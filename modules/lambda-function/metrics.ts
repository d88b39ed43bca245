import { metricsOf } from "../metric/metric";

/** The metrics to watch a function by. */
export type FunctionMetrics = ReturnType<typeof functionMetrics>;

/** @param name the function's: an ARN would make a metric that never has a value. */
export function functionMetrics(name: string) {
  const metric = metricsOf("AWS/Lambda", { FunctionName: name });
  return {
    invocations: metric("Invocations", "Sum", "Count", "Invocations"),
    errors: metric("Errors", "Sum", "Count", "Invocations that failed"),
    throttles: metric("Throttles", "Sum", "Count", "Invocations that found no concurrency left"),
    duration: metric("Duration", "p90", "Milliseconds", "Duration that nine of ten invocations stay under"),
    concurrentExecutions: metric("ConcurrentExecutions", "Maximum", "Count", "Invocations at once"),
    /** Of a function that an event source mapping calls with a stream's records. */
    iteratorAge: metric("IteratorAge", "Maximum", "Milliseconds", "Age of the last record of a batch"),
    /**
     * Of its mapping's destination too, and yet the function's: AWS has it among the metrics of invocations, and not
     * among those by mapping ("Types of metrics for Lambda functions").
     */
    destinationDeliveryFailures: metric(
      "DestinationDeliveryFailures",
      "Sum",
      "Count",
      "Batches that the failure destination refused",
    ),
  };
}
