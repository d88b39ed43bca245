import type { ResolvedResource } from "../../../local/terraform/stack";
import { type EmittedMetric, seriesOfFamily, shareOfRequests, type Thresholds } from "../emitted-series";
import { attribute, ofType } from "../resource-attributes";
import { inputArnOf } from "./flink";

const source = "Monitor the Amazon Kinesis Data Streams service with Amazon CloudWatch";
const namespace = "AWS/Kinesis";

interface Stream {
  readonly arn: string;
  readonly name: string;
  readonly retentionMs: number;
  readonly shardLevelMetrics: readonly string[];
  /** Undefined for a stream that scales by itself. */
  readonly shards: number | undefined;
  /** Whether somebody reads it by GetRecords. */
  readonly isPolled: boolean;
}

const streamsOf = (resources: readonly ResolvedResource[]): Stream[] =>
  ofType(resources, "aws_kinesis_stream").map((resource) => ({
    arn: attribute.text(resource, "arn"),
    name: attribute.text(resource, "name"),
    retentionMs: attribute.number(resource, "retention_period") * 3_600_000,
    shardLevelMetrics: attribute.texts(resource, "shard_level_metrics"),
    shards: attribute.optionalNumber(resource, "shard_count"),
    isPolled: polledStreams(resources).includes(attribute.text(resource, "arn")),
  }));

/** ARNs of what mappings without a consumer, deliveries and applications read. */
function polledStreams(resources: readonly ResolvedResource[]): unknown[] {
  return [
    ...ofType(resources, "aws_lambda_event_source_mapping").map((it) => attribute.text(it, "event_source_arn")),
    ...ofType(resources, "aws_kinesis_firehose_delivery_stream").flatMap((it) =>
      attribute.blocks(it, "kinesis_source_configuration").map(({ kinesis_stream_arn }) => kinesis_stream_arn),
    ),
    ...ofType(resources, "aws_kinesisanalyticsv2_application").map(inputArnOf),
  ];
}

const mebibyte = 2 ** 20;

/** What a stream takes in a second: 1 MiB and 1,000 records a shard; on demand, what an account may have by default. */
const capacity = ({ shards }: Stream) =>
  shards === undefined
    ? { bytes: 200 * mebibyte, records: 200_000 }
    : { bytes: shards * mebibyte, records: shards * 1_000 };

/** An age is compared with what is soon enough, a minute at least, or with when records are lost. */
const age = ({ retentionMs }: Stream): Thresholds => ({
  from: 60_000,
  to: retentionMs / 2,
  why: "in milliseconds, from a minute to half of what the stream is configured to keep",
});

const multi = ["Average", "Maximum", "Minimum", "SampleCount"] as const;
const sums = [...multi, "Sum"] as const;

const success = (name: string): EmittedMetric<Stream> => ({
  name,
  unit: "Count",
  statistics: sums,
  thresholds: shareOfRequests,
});
const count = (name: string): EmittedMetric<Stream> => ({ name, unit: "Count", statistics: sums });
const bytes = (name: string): EmittedMetric<Stream> => ({ name, unit: "Bytes", statistics: sums });
const iteratorAge = (name: string): EmittedMetric<Stream> => ({
  name,
  unit: "Milliseconds",
  statistics: multi,
  thresholds: age,
  retentionMs: ({ retentionMs }) => retentionMs,
});
const incoming: readonly EmittedMetric<Stream>[] = [
  { ...bytes("IncomingBytes"), perSecondLimit: (stream) => capacity(stream).bytes },
  { ...count("IncomingRecords"), perSecondLimit: (stream) => capacity(stream).records },
];

/** By stream: always there, each minute in which there was a request. */
export const streamSeries = seriesOfFamily<Stream>({
  namespace,
  source,
  emitters: (resources) =>
    streamsOf(resources).map((stream) => ({ ...stream, dimensions: { StreamName: stream.name } })),
  metrics: [
    ...incoming,
    bytes("PutRecord.Bytes"),
    success("PutRecord.Success"),
    { name: "PutRecord.Latency", unit: "Milliseconds", statistics: multi },
    bytes("PutRecords.Bytes"),
    success("PutRecords.Success"),
    { name: "PutRecords.Latency", unit: "Milliseconds", statistics: multi },
    count("PutRecords.TotalRecords"),
    count("PutRecords.SuccessfulRecords"),
    count("PutRecords.FailedRecords"),
    count("PutRecords.ThrottledRecords"),
    success("WriteProvisionedThroughputExceeded"),
    // These are of GetRecords, which a fan-out consumer does not call.
    ...[
      iteratorAge("GetRecords.IteratorAgeMilliseconds"),
      bytes("GetRecords.Bytes"),
      count("GetRecords.Records"),
      success("GetRecords.Success"),
      { name: "GetRecords.Latency", unit: "Milliseconds", statistics: multi } as const,
      success("ReadProvisionedThroughputExceeded"),
    ].map((metric) => ({ ...metric, when: ({ isPolled }: Stream) => isPolled })),
  ],
});

/** By enhanced fan-out consumer. */
export const consumerSeries = seriesOfFamily<Stream>({
  namespace,
  source,
  emitters: (resources) =>
    ofType(resources, "aws_kinesis_stream_consumer").flatMap((consumer) =>
      streamsOf(resources)
        .filter(({ arn }) => arn === attribute.text(consumer, "stream_arn"))
        .map((stream) => ({
          ...stream,
          dimensions: { StreamName: stream.name, ConsumerName: attribute.text(consumer, "name") },
        })),
    ),
  metrics: [
    iteratorAge("SubscribeToShardEvent.MillisBehindLatest"),
    bytes("SubscribeToShardEvent.Bytes"),
    count("SubscribeToShardEvent.Records"),
    success("SubscribeToShardEvent.Success"),
    success("SubscribeToShard.Success"),
    success("SubscribeToShard.RateExceeded"),
  ],
});

const whereOn = (metric: EmittedMetric<Stream>): EmittedMetric<Stream> => ({
  ...metric,
  when: ({ shardLevelMetrics }) => shardLevelMetrics.includes(metric.name),
});

/** By shard: only those that are switched on, since each costs money. */
export const shardSeries = seriesOfFamily<Stream>({
  namespace,
  source,
  emitters: (resources) =>
    streamsOf(resources).map((stream) => ({
      ...stream,
      shards: 1,
      dimensions: { StreamName: stream.name, ShardId: /^shardId-\d{12}$/ },
    })),
  metrics: [
    ...incoming,
    bytes("OutgoingBytes"),
    count("OutgoingRecords"),
    success("ReadProvisionedThroughputExceeded"),
    success("WriteProvisionedThroughputExceeded"),
    iteratorAge("IteratorAgeMilliseconds"),
  ].map(whereOn),
});
