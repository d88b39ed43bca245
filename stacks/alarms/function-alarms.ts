import type { Environment, Processor } from "../../environments";
import type { StreamMetrics } from "../../modules/data-stream/metrics";
import type { FunctionMetrics } from "../../modules/lambda-function/metrics";
import type { TransformOwnMetrics } from "../own-metrics";
import type { WatchedProcessor } from "../processing";
import { type Alarm, alarm } from "./alarm";

/** The alarms of a processor: its function, its event source mapping, and its queue if it has one. */
export function processorAlarms(
  { alarms }: Environment,
  key: string,
  { timeoutSeconds }: Processor,
  { function: lambda, own, mapping, queue }: WatchedProcessor,
  { incomingRecords }: StreamMetrics,
): Alarm[] {
  const once = { threshold: 0, datapoints: [1, 1] } as const;
  return [
    ...functionAlarms(key, timeoutSeconds, lambda),
    // Missing where nothing is invoked: of an idle stream that is well, and of another function-not-reading's to tell.
    alarm(
      key,
      "function-late",
      { metric: lambda.iteratorAge },
      { threshold: alarms.freshnessObjectiveSeconds * 1_000, datapoints: [5, 5] },
    ),
    alarm(
      key,
      "function-not-reading",
      {
        expression: "IF(incoming > 0 AND FILL(polled, 0) == 0, 1, 0)",
        metrics: { incoming: incomingRecords, polled: mapping.polled },
      },
      { threshold: 0, datapoints: [5, 5] },
    ),
    alarm(key, "records-quarantined", { metric: own.rejected }, once),
    alarm(key, "records-dropped", { metric: mapping.dropped }, once),
    alarm(key, "failure-destination-refuses", { metric: lambda.destinationDeliveryFailures }, once),
    alarm(key, "records-diverted", { metric: mapping.onFailureDelivered }, once),
    ...(queue ? [alarm(key, "failed-batches-waiting", { metric: queue.waiting }, once)] : []),
  ];
}

/** The alarms of a delivery's transform. @param name its key among the functions. */
export function transformAlarms(
  name: string,
  timeoutSeconds: number,
  lambda: FunctionMetrics,
  { malformed, oversized }: TransformOwnMetrics,
): Alarm[] {
  return [
    ...functionAlarms(name, timeoutSeconds, lambda),
    alarm(
      name,
      "transforms-failing",
      // Each line of the transform's log has both.
      { expression: "malformed + oversized", metrics: { malformed, oversized } },
      { threshold: 0, datapoints: [1, 1] },
    ),
  ];
}

function functionAlarms(key: string, timeoutSeconds: number, metrics: FunctionMetrics): Alarm[] {
  return [
    alarm(key, "function-errors", { metric: metrics.errors }, { threshold: 0, datapoints: [3, 3] }),
    alarm(key, "function-throttled", { metric: metrics.throttles }, { threshold: 0, datapoints: [5, 5] }),
    alarm(
      key,
      "function-slow",
      { metric: metrics.duration },
      { threshold: timeoutSeconds * 1_000 * 0.8, datapoints: [15, 15] },
    ),
  ];
}
