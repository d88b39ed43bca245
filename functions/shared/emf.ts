/** A value of a metric, in CloudWatch's embedded metric format. */
export interface MetricValue {
  readonly name: string;
  readonly unit: "Count" | "Milliseconds";
  readonly value: number;
}

/** CloudWatch drops the rest of a line that holds more. */
const maxMetricsPerLine = 100;

/**
 * A log line that CloudWatch turns into metrics (embedded metric format): one dimension set, and its values.
 * @throws RangeError for more metrics than CloudWatch reads from a line
 */
export function embeddedMetrics(
  namespace: string,
  timestampMs: number,
  dimensions: Readonly<Record<string, string>>,
  metrics: readonly MetricValue[],
): string {
  if (metrics.length > maxMetricsPerLine) {
    throw new RangeError(`${metrics.length} metrics in a line; CloudWatch reads ${maxMetricsPerLine}: split them`);
  }
  return JSON.stringify({
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ...dimensions,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  });
}
