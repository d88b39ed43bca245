import { metricsOf } from "../metric/metric";
import type { Destination } from "./destination";
import type { Source } from "./source";

/** The metrics to watch a delivery stream by. */
export type DeliveryMetrics = ReturnType<typeof deliveryMetrics>;

/** AWS measures what comes in under other names for each kind of source. */
export type SourceMetrics = DeliveryMetrics["source"];

/** @param name the delivery stream's name: an ARN would make a metric that never has a value. */
export function deliveryMetrics(
  name: string,
  { kind }: Pick<Source, "kind">,
  { metricGroups }: Pick<Destination, "metricGroups">,
) {
  const metric = metricsOf("AWS/Firehose", { DeliveryStreamName: name });
  const { delivery, freshness } = metricGroups;
  return {
    dataFreshness: metric(
      `${freshness}.DataFreshness`,
      "Maximum",
      "Seconds",
      "Age of the oldest record not delivered yet",
    ),
    deliverySuccess: metric(`${delivery}.Success`, "Average", "Count", "Share of deliveries that succeeded"),
    deliveredRecords: metric(`${delivery}.Records`, "Sum", "Count", "Records delivered"),
    deliveredBytes: metric(`${delivery}.Bytes`, "Sum", "Bytes", "Bytes delivered"),
    source:
      kind === "stream"
        ? {
            kind,
            records: metric("DataReadFromKinesisStream.Records", "Sum", "Count", "Records read from the stream"),
            bytes: metric("DataReadFromKinesisStream.Bytes", "Sum", "Bytes", "Bytes read from the stream"),
            millisBehindLatest: metric(
              "KinesisMillisBehindLatest",
              "Maximum",
              "Milliseconds",
              "How long ago the last record read was put into the stream",
            ),
          }
        : {
            kind,
            records: metric("IncomingRecords", "Sum", "Count", "Records taken"),
            bytes: metric("IncomingBytes", "Sum", "Bytes", "Bytes taken"),
            throttledRecords: metric("ThrottledRecords", "Sum", "Count", "Records refused for coming too fast"),
            recordsPerSecondLimit: metric(
              "RecordsPerSecondLimit",
              "Minimum",
              "Count",
              "Records a second that are taken",
            ),
            bytesPerSecondLimit: metric("BytesPerSecondLimit", "Minimum", "Bytes", "Bytes a second that are taken"),
          },
  };
}
