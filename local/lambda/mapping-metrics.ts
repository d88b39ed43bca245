import type { Metric, MetricRecorder } from "../cloudwatch/metric-recorder";
import type { MappingConfiguration } from "./mapping-configuration";

/**
 * CloudWatch's metrics of one event source mapping. Those that count events are there only for a mapping whose
 * `MetricsConfig` asks for `EventCount`; two are its function's ("Types of metrics for Lambda functions").
 */
export class MappingMetrics {
  /** Age of the last record of a batch that goes to the function, milliseconds, at each attempt. */
  readonly iteratorAge: Metric;
  /** Batches that the on-failure destination refused. */
  readonly destinationDeliveryFailures: Metric;
  /** Records read. */
  readonly polled: Metric | undefined;
  /** Records that no filter matches. */
  readonly filteredOut: Metric | undefined;
  /** Records that the function was called with, once for each call. */
  readonly invoked: Metric | undefined;
  /** Records that the function failed. */
  readonly failedInvoke: Metric | undefined;
  /** Records that were given up and are nowhere. */
  readonly dropped: Metric | undefined;
  /** Records that were given up, and that the on-failure destination has. */
  readonly onFailureDestinationDelivered: Metric | undefined;

  constructor(recorder: MetricRecorder, { functionName, uuid, metrics = [] }: MappingConfiguration) {
    const ofFunction = { FunctionName: functionName };
    const counter = (name: string) =>
      metrics.includes("EventCount")
        ? recorder.metric("AWS/Lambda", name, { EventSourceMappingUUID: uuid }, "Count")
        : undefined;
    this.iteratorAge = recorder.metric("AWS/Lambda", "IteratorAge", ofFunction, "Milliseconds");
    this.destinationDeliveryFailures = recorder.metric(
      "AWS/Lambda",
      "DestinationDeliveryFailures",
      ofFunction,
      "Count",
    );
    this.polled = counter("PolledEventCount");
    this.filteredOut = counter("FilteredOutEventCount");
    this.invoked = counter("InvokedEventCount");
    this.failedInvoke = counter("FailedInvokeEventCount");
    this.dropped = counter("DroppedEventCount");
    this.onFailureDestinationDelivered = counter("OnFailureDestinationDeliveredEventCount");
  }
}
