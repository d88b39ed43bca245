import { metricsOf } from "../metric/metric";

/** The metrics to watch an event source mapping by. */
export type MappingMetrics = ReturnType<typeof mappingMetrics>;

/** @param uuid the mapping's, which Lambda makes up */
export function mappingMetrics(uuid: string) {
  const metric = metricsOf("AWS/Lambda", { EventSourceMappingUUID: uuid });
  return {
    polled: metric("PolledEventCount", "Sum", "Count", "Records read"),
    filteredOut: metric("FilteredOutEventCount", "Sum", "Count", "Records that no filter lets through"),
    invoked: metric("InvokedEventCount", "Sum", "Count", "Records that the function was called with"),
    failedInvoke: metric(
      "FailedInvokeEventCount",
      "Sum",
      "Count",
      "Records of calls that failed, retried ones included",
    ),
    dropped: metric("DroppedEventCount", "Sum", "Count", "Records given up that are nowhere"),
    onFailureDelivered: metric(
      "OnFailureDestinationDeliveredEventCount",
      "Sum",
      "Count",
      "Records given up that the failure destination has",
    ),
  };
}
