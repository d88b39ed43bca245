import { type Metric, type MetricUnit, metricsOf, type Statistic } from "../metric/metric";

/** What a stream is measured by. */
export interface MeasuredStream {
  /** An ARN would make metrics that never have a value. */
  readonly name: string;
  /** Physical name of each enhanced fan-out consumer by its key. */
  readonly consumers: Readonly<Record<string, string>>;
  /** What is measured of each shard, too. */
  readonly shardLevelMetrics: readonly string[];
}

/** The metrics to watch a stream by. */
export interface StreamMetrics extends StreamLevelMetrics {
  /** By a consumer's key. */
  readonly consumers: ReadonlyMap<string, ConsumerMetrics>;
  /**
   * A shard's, by name, as far as they are measured.
   * @param shardId a shard's, or a pattern in a search: resharding makes up new ones
   */
  readonly ofShard: (shardId: string) => Readonly<Record<string, Metric>>;
}

type StreamLevelMetrics = ReturnType<typeof streamLevelMetrics>;

/** The metrics to watch an enhanced fan-out consumer by. */
export type ConsumerMetrics = ReturnType<typeof consumerMetrics>;

/** @throws Error for a metric that Kinesis has of no shard */
export function streamMetrics({ name, consumers, shardLevelMetrics }: MeasuredStream): StreamMetrics {
  const byConsumer = Object.entries(consumers).map(
    ([key, consumer]) => [key, consumerMetrics(name, consumer)] as const,
  );
  const ofShard = (shardId: string) => {
    const metric = metricsOf("AWS/Kinesis", { StreamName: name, ShardId: shardId });
    return Object.fromEntries(shardLevelMetrics.map((each) => [each, metric(each, ...shardLevel(each))]));
  };
  return { ...streamLevelMetrics(name), consumers: new Map(byConsumer), ofShard };
}

function streamLevelMetrics(name: string) {
  const metric = metricsOf("AWS/Kinesis", { StreamName: name });
  return {
    incomingRecords: metric("IncomingRecords", "Sum", "Count", "Records taken"),
    incomingBytes: metric("IncomingBytes", "Sum", "Bytes", "Bytes taken"),
    putRecordSuccess: metric("PutRecord.Success", "Average", "Count", "Share of PutRecord calls that succeeded"),
    putRecordsTotal: metric("PutRecords.TotalRecords", "Sum", "Count", "Records sent by PutRecords"),
    putRecordsFailed: metric("PutRecords.FailedRecords", "Sum", "Count", "Records that Kinesis failed to take"),
    putRecordsThrottled: metric("PutRecords.ThrottledRecords", "Sum", "Count", "Records that PutRecords throttled"),
    /** An average is the throttled share, 0–1. */
    writeThrottles: metric("WriteProvisionedThroughputExceeded", "Average", "Count", "Share of writes throttled"),
    getRecordsSuccess: metric("GetRecords.Success", "Average", "Count", "Share of GetRecords calls that succeeded"),
    getRecordsRecords: metric("GetRecords.Records", "Sum", "Count", "Records read"),
    getRecordsBytes: metric("GetRecords.Bytes", "Sum", "Bytes", "Bytes read"),
    /** An average is the throttled share, 0–1. */
    readThrottles: metric("ReadProvisionedThroughputExceeded", "Average", "Count", "Share of reads throttled"),
    /** Of readers that share the stream's throughput: who has a fan-out consumer of its own calls no GetRecords. */
    iteratorAge: metric(
      "GetRecords.IteratorAgeMilliseconds",
      "Maximum",
      "Milliseconds",
      "Age of the last record read, of the reader furthest behind",
    ),
  };
}

function consumerMetrics(streamName: string, consumerName: string) {
  const metric = metricsOf("AWS/Kinesis", { StreamName: streamName, ConsumerName: consumerName });
  return {
    millisBehindLatest: metric(
      "SubscribeToShardEvent.MillisBehindLatest",
      "Maximum",
      "Milliseconds",
      "How far behind the stream's end the consumer is",
    ),
    records: metric("SubscribeToShardEvent.Records", "Sum", "Count", "Records pushed"),
    bytes: metric("SubscribeToShardEvent.Bytes", "Sum", "Bytes", "Bytes pushed"),
    success: metric("SubscribeToShardEvent.Success", "Average", "Count", "Share of events pushed with success"),
  };
}

type ShardLevel = readonly [Statistic, MetricUnit, meaning: string];

const shardLevelMetrics: Readonly<Record<string, ShardLevel>> = {
  IncomingBytes: ["Sum", "Bytes", "Bytes taken by a shard"],
  IncomingRecords: ["Sum", "Count", "Records taken by a shard"],
  OutgoingBytes: ["Sum", "Bytes", "Bytes read from a shard"],
  OutgoingRecords: ["Sum", "Count", "Records read from a shard"],
  WriteProvisionedThroughputExceeded: ["Average", "Count", "Share of writes that a shard throttled"],
  ReadProvisionedThroughputExceeded: ["Average", "Count", "Share of reads that a shard throttled"],
  IteratorAgeMilliseconds: ["Maximum", "Milliseconds", "Age of the last record read from a shard"],
};

function shardLevel(name: string): ShardLevel {
  const about = shardLevelMetrics[name];
  if (about) return about;
  throw new Error(`Kinesis has no metric ${name} of a shard, but: ${Object.keys(shardLevelMetrics).join(", ")}`);
}
