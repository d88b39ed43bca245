import type { Metric, MetricRecorder } from "../cloudwatch/metric-recorder";
import type { DestinationSettings } from "./delivery-stream-settings";

/** Makes a metric of one delivery stream. @param unit CloudWatch's */
export type DeliveryMetric = (name: string, unit: string) => Metric;

/**
 * CloudWatch's metrics of a delivery stream ("Monitor Amazon Data Firehose Using CloudWatch Metrics") are made by this:
 * the functions below have those of its parts.
 */
export function deliveryMetric(recorder: MetricRecorder, DeliveryStreamName: string): DeliveryMetric {
  return (name, unit) => recorder.metric("AWS/Firehose", name, { DeliveryStreamName }, unit);
}

/** What comes by PutRecord and PutRecordBatch. */
export function directPutMetrics(metric: DeliveryMetric) {
  return {
    incomingRecords: metric("IncomingRecords", "Count"),
    incomingBytes: metric("IncomingBytes", "Bytes"),
    incomingPutRequests: metric("IncomingPutRequests", "Count"),
    throttledRecords: metric("ThrottledRecords", "Count"),
    recordsPerSecondLimit: metric("RecordsPerSecondLimit", "Count"),
    bytesPerSecondLimit: metric("BytesPerSecondLimit", "Count"),
    putRequestsPerSecondLimit: metric("PutRequestsPerSecondLimit", "Count"),
    putRecord: {
      requests: metric("PutRecord.Requests", "Count"),
      bytes: metric("PutRecord.Bytes", "Bytes"),
      latency: metric("PutRecord.Latency", "Milliseconds"),
    },
    putRecordBatch: {
      requests: metric("PutRecordBatch.Requests", "Count"),
      records: metric("PutRecordBatch.Records", "Count"),
      bytes: metric("PutRecordBatch.Bytes", "Bytes"),
      latency: metric("PutRecordBatch.Latency", "Milliseconds"),
    },
  };
}

/** These. */
export type DirectPutMetrics = ReturnType<typeof directPutMetrics>;

/** What is read from a Kinesis stream. */
export function streamSourceMetrics(metric: DeliveryMetric) {
  return {
    records: metric("DataReadFromKinesisStream.Records", "Count"),
    bytes: metric("DataReadFromKinesisStream.Bytes", "Bytes"),
    /** Of each shard. */
    millisBehindLatest: metric("KinesisMillisBehindLatest", "Milliseconds"),
  };
}

/** What is delivered to a place. */
export interface PlaceMetrics {
  readonly records: Metric;
  readonly bytes: Metric;
  /** 1 for what the place took and 0 for what it refused: the average is the share that succeeded. */
  readonly success: Metric;
}

/** What goes to S3 as it came. */
export function backupMetrics(metric: DeliveryMetric) {
  return { ...placeMetrics(metric, "BackupToS3"), dataFreshness: metric("BackupToS3.DataFreshness", "Seconds") };
}

/** What goes to the destination. Redshift's is delivered by way of S3, whose freshness is told. */
export function destinationMetrics(metric: DeliveryMetric, { kind }: DestinationSettings) {
  const [first, ...others] = prefixes[kind];
  return {
    places: [first, ...others].map((prefix) => placeMetrics(metric, prefix)),
    /** Age of the oldest record that the delivery stream holds, seconds. */
    dataFreshness: metric(`${first}.DataFreshness`, "Seconds"),
  };
}

const prefixes = {
  s3: ["DeliveryToS3"],
  redshift: ["DeliveryToS3", "DeliveryToRedshift"],
  opensearch: ["DeliveryToAmazonOpenSearchService"],
  splunk: ["DeliveryToSplunk"],
  "http-endpoint": ["DeliveryToHttpEndpoint"],
} as const;

function placeMetrics(metric: DeliveryMetric, prefix: string): PlaceMetrics {
  return {
    records: metric(`${prefix}.Records`, "Count"),
    bytes: metric(`${prefix}.Bytes`, "Bytes"),
    success: metric(`${prefix}.Success`, "Count"),
  };
}

/** What the transform function does. */
export function transformMetrics(metric: DeliveryMetric) {
  return {
    duration: metric("ExecuteProcessing.Duration", "Milliseconds"),
    /** Of invocations. */
    success: metric("ExecuteProcessing.Success", "Count"),
    records: metric("SucceedProcessing.Records", "Count"),
    bytes: metric("SucceedProcessing.Bytes", "Bytes"),
  };
}

/** What becomes of records on their way to a columnar format. */
export function conversionMetrics(metric: DeliveryMetric) {
  return {
    succeeded: {
      records: metric("SucceedConversion.Records", "Count"),
      bytes: metric("SucceedConversion.Bytes", "Bytes"),
    },
    failed: { records: metric("FailedConversion.Records", "Count"), bytes: metric("FailedConversion.Bytes", "Bytes") },
  };
}

/** What dynamic partitioning does. */
export function partitionMetrics(metric: DeliveryMetric) {
  return {
    count: metric("PartitionCount", "Count"),
    /** 1 when a record would have needed one more than the quota has. */
    exceeded: metric("PartitionCountExceeded", "Count"),
  };
}

/** How long a MetadataExtractionQuery takes. */
export function queryMetric(metric: DeliveryMetric): Metric {
  return metric("JQProcessing.Duration", "Milliseconds");
}
