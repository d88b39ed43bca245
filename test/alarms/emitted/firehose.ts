import type { ResolvedResource } from "../../../local/terraform/stack";
import { type EmittedMetric, seriesOfFamily, type Thresholds } from "../emitted-series";
import { attribute, ofType } from "../resource-attributes";

interface DeliveryStream {
  /** Terraform's word for the destination: `extended_s3`. */
  readonly destination: string;
  readonly readsStream: boolean;
  readonly bufferSeconds: number;
}

/** The block of the destination, or that of the objects which it copies from. */
function bufferSeconds(resource: ResolvedResource): number {
  const [block = {}] = attribute.blocks(resource, `${attribute.text(resource, "destination")}_configuration`);
  const given = block["buffering_interval"] ?? Object(block["s3_configuration"])["buffering_interval"];
  // AWS's default.
  return typeof given === "number" ? given : 300;
}

const fresh = ({ bufferSeconds }: DeliveryStream): Thresholds => ({
  from: bufferSeconds * 1.05,
  to: 86_400,
  why: "in seconds, above the buffer, which a record waits for without anything being wrong, up to the day that it is kept",
});

const behind: Thresholds = { from: 60_000, to: 86_400_000, why: "in milliseconds, from a minute to a day" };

const sum = ["Sum", "SampleCount"] as const;
const multi = ["Average", "Maximum", "Minimum", "SampleCount"] as const;

const count = (name: string): EmittedMetric<DeliveryStream> => ({ name, unit: "Count", statistics: sum });
const bytes = (name: string): EmittedMetric<DeliveryStream> => ({ name, unit: "Bytes", statistics: sum });

const directPut = (metric: EmittedMetric<DeliveryStream>): EmittedMetric<DeliveryStream> => ({
  ...metric,
  when: ({ readsStream }) => !readsStream,
});
const fromStream = (metric: EmittedMetric<DeliveryStream>): EmittedMetric<DeliveryStream> => ({
  ...metric,
  when: ({ readsStream }) => readsStream,
});

/** What is put into it directly, and the metric of how much of that is taken a second: in most regions, by default, this. */
function limited(taken: EmittedMetric<DeliveryStream>, limitName: string, perSecond: number) {
  const limit = { name: limitName, unit: taken.unit, statistics: multi, isPerSecond: true } as const;
  return [taken, limit].map((metric) => directPut({ ...metric, perSecondLimit: () => perSecond }));
}

/** By what AWS calls a destination; Redshift copies from objects, whose delivery has the age. */
const destinations: Readonly<Record<string, readonly string[]>> = {
  S3: ["extended_s3", "redshift"],
  Redshift: ["redshift"],
  AmazonOpenSearchService: ["opensearch"],
  Splunk: ["splunk"],
  HttpEndpoint: ["http_endpoint"],
};

const deliveryMetrics = Object.entries(destinations).flatMap(([destination, words]) => {
  const name = (what: string) => `DeliveryTo${destination}.${what}`;
  const metrics: EmittedMetric<DeliveryStream>[] = [
    bytes(name("Bytes")),
    count(name("Records")),
    {
      name: name("Success"),
      unit: "Count",
      statistics: [...sum, "Average"],
      thresholds: (_, statistic) =>
        statistic === "Average" ? { from: 0.001, to: 1, why: "an average of successes is a share" } : undefined,
    },
    ...(destination === "Redshift"
      ? []
      : [{ name: name("DataFreshness"), unit: "Seconds", statistics: multi, thresholds: fresh } as const]),
  ];
  return metrics.map((metric) => ({ ...metric, when: (it: DeliveryStream) => words.includes(it.destination) }));
});

/** By delivery stream. */
export const deliverySeries = seriesOfFamily<DeliveryStream>({
  namespace: "AWS/Firehose",
  source: "Monitor Amazon Data Firehose with CloudWatch metrics",
  emitters: (resources) =>
    ofType(resources, "aws_kinesis_firehose_delivery_stream").map((resource) => ({
      dimensions: { DeliveryStreamName: attribute.text(resource, "name") },
      destination: attribute.text(resource, "destination"),
      readsStream: attribute.blocks(resource, "kinesis_source_configuration").length > 0,
      bufferSeconds: bufferSeconds(resource),
    })),
  metrics: [
    ...deliveryMetrics,
    fromStream(count("DataReadFromKinesisStream.Records")),
    fromStream(bytes("DataReadFromKinesisStream.Bytes")),
    fromStream({
      name: "KinesisMillisBehindLatest",
      unit: "Milliseconds",
      statistics: multi,
      thresholds: () => behind,
    }),
    ...limited(bytes("IncomingBytes"), "BytesPerSecondLimit", 2 ** 20),
    ...limited(count("IncomingRecords"), "RecordsPerSecondLimit", 100_000),
    ...limited(count("IncomingPutRequests"), "PutRequestsPerSecondLimit", 1_000),
    directPut(count("ThrottledRecords")),
    count("ExecuteProcessing.Success"),
    { name: "ExecuteProcessing.Duration", unit: "Milliseconds", statistics: multi },
    count("SucceedProcessing.Records"),
    count("SucceedConversion.Records"),
    count("FailedConversion.Records"),
  ],
});
