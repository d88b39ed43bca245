import { metricsOf } from "../metric/metric";

/** The metrics to watch a queue by. */
export type QueueMetrics = ReturnType<typeof queueMetrics>;

/** @param name the queue's: an ARN or address would make a metric that never has a value. */
export function queueMetrics(name: string) {
  const metric = metricsOf("AWS/SQS", { QueueName: name });
  return {
    waiting: metric("ApproximateNumberOfMessagesVisible", "Maximum", "Count", "Failed batches that wait"),
    oldestAge: metric("ApproximateAgeOfOldestMessage", "Maximum", "Seconds", "Age of the oldest failed batch"),
  };
}
