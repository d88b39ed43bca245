import { seriesOfFamily } from "../emitted-series";
import { attribute, ofType } from "../resource-attributes";

const statistics = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"] as const;

/** By queue: each minute in which the queue was in use in the last six hours. */
export const queueSeries = seriesOfFamily({
  namespace: "AWS/SQS",
  source: "Available CloudWatch metrics for Amazon SQS",
  emitters: (resources) =>
    ofType(resources, "aws_sqs_queue").map((queue) => ({ dimensions: { QueueName: attribute.text(queue, "name") } })),
  metrics: [
    { name: "ApproximateNumberOfMessagesVisible", unit: "Count", statistics },
    { name: "ApproximateNumberOfMessagesNotVisible", unit: "Count", statistics },
    { name: "ApproximateAgeOfOldestMessage", unit: "Seconds", statistics },
    { name: "NumberOfMessagesSent", unit: "Count", statistics },
    { name: "NumberOfMessagesReceived", unit: "Count", statistics },
    { name: "NumberOfMessagesDeleted", unit: "Count", statistics },
  ],
});
