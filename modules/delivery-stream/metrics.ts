import type { Destination } from "./destination";
import type { Source } from "./source";

/** A metric of CloudWatch, and whose it is. */
export interface DeliveryMetric {
  readonly namespace: "AWS/Firehose";
  readonly metricName: string;
  readonly dimensions: { readonly DeliveryStreamName: string };
}

/** The metrics to watch a delivery stream by. */
export interface DeliveryMetrics {
  /** Age in seconds of the oldest record that is not delivered yet. */
  readonly dataFreshness: DeliveryMetric;
  /** Share of deliveries that succeeded, 0–1. */
  readonly deliverySuccess: DeliveryMetric;
  readonly source: SourceMetrics;
}

/** AWS measures what comes in under other names for each kind of source. */
export type SourceMetrics =
  | {
      readonly kind: "stream";
      readonly records: DeliveryMetric;
      /** How long ago the last record read was put into the stream. */
      readonly millisBehindLatest: DeliveryMetric;
    }
  | {
      readonly kind: "direct-put";
      readonly records: DeliveryMetric;
      /** Records refused because they came faster than the delivery stream's limit. */
      readonly throttledRecords: DeliveryMetric;
    };

/** @param name the delivery stream's name: an ARN would make a metric that never has a value. */
export function deliveryMetrics(name: string, source: Source, { metricNames }: Destination): DeliveryMetrics {
  const metric = (metricName: string): DeliveryMetric => ({
    namespace: "AWS/Firehose",
    metricName,
    dimensions: { DeliveryStreamName: name },
  });
  return {
    dataFreshness: metric(metricNames.dataFreshness),
    deliverySuccess: metric(metricNames.deliverySuccess),
    source:
      source.kind === "stream"
        ? {
            kind: "stream",
            records: metric("DataReadFromKinesisStream.Records"),
            millisBehindLatest: metric("KinesisMillisBehindLatest"),
          }
        : {
            kind: "direct-put",
            records: metric("IncomingRecords"),
            throttledRecords: metric("ThrottledRecords"),
          },
  };
}
