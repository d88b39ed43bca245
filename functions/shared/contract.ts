/** The CloudWatch namespace of the platform's own metrics. */
export const metricNamespace = "KinesisProcessing";
