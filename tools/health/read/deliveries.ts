import type { Environment } from "../../../environments";
import type { ConsumerFacts } from "../consumers";
import type { DeliveryFacts } from "../deliveries";
import type { MetricReader } from "../metric-reader";

type Destination = Environment["deliveries"][string]["destination"];

/** What AWS calls each kind of destination in the names of its metrics; to Redshift it goes by way of S3. */
const freshness = {
  s3: "DeliveryToS3",
  redshift: "DeliveryToS3",
  opensearch: "DeliveryToAmazonOpenSearchService",
  splunk: "DeliveryToSplunk",
  "http-endpoint": "DeliveryToHttpEndpoint",
} as const satisfies Record<Destination["kind"], string>;

/** A delivery of the environment. */
export interface DeliveryOf {
  readonly environment: Environment;
  readonly key: string;
  /** The delivery stream's. */
  readonly name: string;
  /** The source stream's name; undefined for Direct PUT. */
  readonly streamName: string | undefined;
}

/** Reads how a delivery delivers. */
export async function readDelivery(
  reader: MetricReader,
  { environment, key, name, streamName }: DeliveryOf,
): Promise<DeliveryFacts> {
  const { destination } = deliveryOf(environment, key);
  const series = ofDelivery(reader, name);
  const to = freshness[destination.kind];
  const [freshnessSeconds, received, delivered] = await Promise.all([
    series(`${to}.DataFreshness`, "Maximum"),
    series(streamName === undefined ? "IncomingRecords" : "DataReadFromKinesisStream.Records", "Sum"),
    series(`${to}.Records`, "Sum"),
  ]);
  const bufferSeconds = Math.max(
    60,
    destination.kind === "redshift" ? destination.intermediate.bufferSeconds : destination.bufferSeconds,
  );
  return { subject: `delivery ${key}`, name, freshnessSeconds, received, delivered, bufferSeconds };
}

/** Reads how a delivery keeps up with the stream that it reads; undefined for Direct PUT. */
export async function readDeliverySource(
  reader: MetricReader,
  { environment, key, name, streamName }: DeliveryOf,
): Promise<ConsumerFacts | undefined> {
  const { source } = deliveryOf(environment, key);
  if (source.kind !== "stream" || streamName === undefined) return undefined;
  const series = ofDelivery(reader, name);
  const [ageMs, read, written] = await Promise.all([
    series("KinesisMillisBehindLatest", "Maximum"),
    series("DataReadFromKinesisStream.Records", "Sum"),
    reader.series({
      ...{ namespace: "AWS/Kinesis", name: "IncomingRecords", statistic: "Sum" },
      dimensions: { StreamName: streamName },
    }),
  ]);
  return {
    ...{ subject: `delivery ${key}`, stream: source.stream, ageMs, read, written },
    freshnessMs: environment.alarms.freshnessObjectiveSeconds * 1_000,
    retentionMs: (environment.streams[source.stream]?.retentionHours ?? 24) * 3_600_000,
    command: `aws firehose describe-delivery-stream --delivery-stream-name ${name}`,
  };
}

function deliveryOf({ deliveries, name }: Environment, key: string): Environment["deliveries"][string] {
  const delivery = deliveries[key];
  if (!delivery) throw new Error(`environment ${name} has no delivery ${key}`);
  return delivery;
}

function ofDelivery(reader: MetricReader, name: string) {
  return (metric: string, statistic: "Maximum" | "Sum") =>
    reader.series({ namespace: "AWS/Firehose", name: metric, dimensions: { DeliveryStreamName: name }, statistic });
}
