import { type Delivery, type Environment, gatheredSeconds } from "../../environments";
import type { StreamMetrics } from "../../modules/data-stream/metrics";
import type { DeliveryMetrics, SourceMetrics } from "../../modules/delivery-stream/metrics";
import { type Alarm, alarm } from "./alarm";

/**
 * The alarms of a delivery.
 * @param metricsOfStream finds a stream's metrics by its key
 */
export function deliveryAlarms(
  environment: Environment,
  key: string,
  delivery: Delivery,
  metrics: DeliveryMetrics,
  metricsOfStream: (stream: string) => StreamMetrics,
): Alarm[] {
  const { source } = delivery;
  const gathered = gatheredSeconds(delivery);
  const ofSource =
    metrics.source.kind === "direct-put"
      ? directPutAlarms(key, metrics.source)
      : source.kind === "stream"
        ? streamSourceAlarms(environment, key, metrics.source, metricsOfStream(source.stream))
        : [];
  return [
    // No age is there while nothing waits.
    alarm(
      key,
      "delivery-late",
      { metric: metrics.dataFreshness },
      { threshold: Math.max(60, 2 * gathered), datapoints: [5, 5] },
    ),
    alarm(
      key,
      "delivery-stalled",
      {
        expression: "IF(incoming > 0 AND FILL(delivered, 0) == 0, 1, 0)",
        metrics: { incoming: metrics.source.records, delivered: metrics.deliveredRecords },
      },
      { periodSeconds: stallSeconds(gathered), threshold: 0, datapoints: [2, 2] },
    ),
    ...ofSource,
  ];
}

/** Twice what is gathered, in whole minutes: what came in the first half is delivered within such a period. */
function stallSeconds(gathered: number): number {
  return Math.max(300, Math.ceil((2 * gathered) / 60) * 60);
}

function streamSourceAlarms(
  { alarms }: Environment,
  key: string,
  { records, millisBehindLatest }: Extract<SourceMetrics, { kind: "stream" }>,
  { incomingRecords }: StreamMetrics,
): Alarm[] {
  return [
    // Missing where nothing is read, which is the next one's to tell.
    alarm(
      key,
      "delivery-behind",
      { metric: millisBehindLatest },
      { threshold: alarms.freshnessObjectiveSeconds * 1_000, datapoints: [5, 5] },
    ),
    alarm(
      key,
      "delivery-not-reading",
      {
        expression: "IF(incoming > 0 AND FILL(read, 0) == 0, 1, 0)",
        metrics: { incoming: incomingRecords, read: records },
      },
      // Kinesis tells each minute what came in, and Firehose only every five what it read ("Monitor Amazon Data Firehose
      // using CloudWatch metrics"): for minutes, the latest looks unread.
      { periodSeconds: 300, threshold: 0, datapoints: [3, 3] },
    ),
  ];
}

function directPutAlarms(key: string, metrics: Extract<SourceMetrics, { kind: "direct-put" }>): Alarm[] {
  return [
    alarm(key, "delivery-throttled", { metric: metrics.throttledRecords }, { threshold: 0, datapoints: [5, 5] }),
    alarm(
      key,
      "delivery-near-limit",
      {
        // Sums of five minutes, as shares of what is taken a second, which AWS tells as it is at present.
        expression: "100 * MAX([bytes / 300 / bytesLimit, records / 300 / recordsLimit])",
        metrics: {
          bytes: metrics.bytes,
          records: metrics.records,
          bytesLimit: metrics.bytesPerSecondLimit,
          recordsLimit: metrics.recordsPerSecondLimit,
        },
      },
      { periodSeconds: 300, threshold: 80, datapoints: [3, 3] },
    ),
  ];
}
