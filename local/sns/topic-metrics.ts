import type { MetricRecorder } from "../cloudwatch/metric-recorder";

/** CloudWatch's metrics of one topic ("Monitoring Amazon SNS topics using CloudWatch"). */
export function topicMetrics(recorder: MetricRecorder, topicArn: string) {
  const dimensions = { TopicName: topicArn.slice(topicArn.lastIndexOf(":") + 1) };
  const count = (name: string) => recorder.metric("AWS/SNS", name, dimensions, "Count");
  return {
    published: count("NumberOfMessagesPublished"),
    delivered: count("NumberOfNotificationsDelivered"),
    failed: count("NumberOfNotificationsFailed"),
  };
}
