import {
  type Environment,
  isFilledByJob,
  isOfRejects,
  isReadByJob,
  isReadByPolling,
  isReadThrough,
  type Stream,
} from "../../environments";
import type { ConsumerMetrics, StreamMetrics } from "../../modules/data-stream/metrics";
import { onDemandShards, shardLimits } from "../../modules/data-stream/stream-limits";
import { type Alarm, alarm } from "./alarm";

/** The alarms of a stream and of its consumers. */
export function streamAlarms(environment: Environment, key: string, stream: Stream, metrics: StreamMetrics): Alarm[] {
  const consumers = [...metrics.consumers].flatMap(([consumer, ofConsumer]) =>
    consumerAlarms(environment, { stream: key, consumer, retentionHours: stream.retentionHours }, ofConsumer),
  );
  return [
    ...writeAlarms(environment, key, stream, metrics),
    // Of a stream that nobody polls, these metrics are never there.
    ...(isReadByPolling(environment, key) ? readAlarms(environment, key, stream, metrics) : []),
    ...(stream.expectedRecords ? [silenceAlarm(key, stream.expectedRecords, metrics)] : []),
    ...(isOfRejects(environment, key)
      ? [alarm(key, "records-rejected", { metric: metrics.incomingRecords }, { threshold: 0, datapoints: [1, 1] })]
      : []),
    ...consumers,
  ];
}

function writeAlarms(environment: Environment, key: string, { capacity }: Stream, metrics: StreamMetrics): Alarm[] {
  const { bytes, records } = limitsOf(capacity);
  return [
    // A job writes the results of a window all at once, and again what is refused. That there is no room for them in the
    // minute either, the use of capacity tells.
    ...(isFilledByJob(environment, key)
      ? []
      : [alarm(key, "writes-throttled", { metric: metrics.writeThrottles }, { threshold: 0.01, datapoints: [5, 5] })]),
    alarm(
      key,
      "puts-failing",
      {
        expression: "100 * failed / total",
        metrics: { failed: metrics.putRecordsFailed, total: metrics.putRecordsTotal },
      },
      { threshold: 1, datapoints: [5, 5] },
    ),
    alarm(
      key,
      "single-puts-failing",
      { metric: metrics.putRecordSuccess },
      { comparison: "LessThanThreshold", threshold: 0.99, datapoints: [5, 5] },
    ),
    alarm(
      key,
      "stream-near-capacity",
      {
        // Sums of a minute, as shares of what is taken a second.
        expression: `100 * MAX([bytes / 60 / ${bytes}, records / 60 / ${records}])`,
        metrics: { bytes: metrics.incomingBytes, records: metrics.incomingRecords },
      },
      { threshold: 80, datapoints: [5, 5] },
    ),
  ];
}

/** What a stream takes a second. */
function limitsOf(capacity: Stream["capacity"]) {
  const shards = capacity.mode === "provisioned" ? capacity.shards : onDemandShards;
  return { bytes: shards * shardLimits.bytesPerSecond, records: shards * shardLimits.recordsPerSecond };
}

function readAlarms(environment: Environment, key: string, stream: Stream, metrics: StreamMetrics): Alarm[] {
  const { iteratorAge: metric } = metrics;
  return [
    // Who reads asks once a second even where nothing comes: an age that is missing is a stream that nobody reads.
    alarm(
      key,
      "stream-late",
      { metric },
      { threshold: freshnessMs(environment), datapoints: [5, 5], missing: "breaching" },
    ),
    // Who stops reading has caught up with nothing. That nobody reads is no loss yet: other alarms tell it.
    alarm(
      key,
      "stream-losing-data",
      { metric },
      { threshold: halfOfRetentionMs(stream), datapoints: [15, 15], missing: "ignore" },
    ),
    // A job asks again as soon as it has an answer, and is refused whenever it reads what comes: that is its rhythm, and
    // no trouble. Trouble that it makes for others shows in their ages.
    ...(isReadByJob(environment, key)
      ? []
      : [alarm(key, "reads-throttled", { metric: metrics.readThrottles }, { threshold: 0.01, datapoints: [5, 5] })]),
    alarm(
      key,
      "reads-failing",
      // A read that is throttled is no success either, and has an alarm of its own.
      {
        expression: "success + throttled",
        metrics: { success: metrics.getRecordsSuccess, throttled: metrics.readThrottles },
      },
      { comparison: "LessThanThreshold", threshold: 0.99, datapoints: [5, 5] },
    ),
  ];
}

interface Consumer {
  readonly stream: string;
  readonly consumer: string;
  readonly retentionHours: number;
}

function consumerAlarms(environment: Environment, of: Consumer, { millisBehindLatest }: ConsumerMetrics): Alarm[] {
  const subject = `${of.stream}-${of.consumer}`;
  const watched = { metric: millisBehindLatest };
  // A mapping is always subscribed, and is sent events that say how far behind it is even where nothing comes. Others
  // may subscribe when they like.
  const isRead = isReadThrough(environment, of.stream, of.consumer);
  return [
    alarm(subject, "consumer-late", watched, {
      threshold: freshnessMs(environment),
      datapoints: [5, 5],
      missing: isRead ? "breaching" : "notBreaching",
    }),
    // Who stops reading has caught up with nothing.
    alarm(subject, "consumer-losing-data", watched, {
      threshold: halfOfRetentionMs(of),
      datapoints: [15, 15],
      missing: "ignore",
    }),
  ];
}

/** Here silence is the failure: a stream that gets nothing has no metric at all. */
function silenceAlarm(
  key: string,
  { perMinute, minutes }: NonNullable<Stream["expectedRecords"]>,
  { incomingRecords }: StreamMetrics,
): Alarm {
  return alarm(
    key,
    "no-incoming-records",
    { metric: incomingRecords },
    { comparison: "LessThanThreshold", threshold: perMinute, datapoints: [minutes, minutes], missing: "breaching" },
  );
}

function freshnessMs({ alarms }: Environment): number {
  return alarms.freshnessObjectiveSeconds * 1_000;
}

/** AWS's own line, of the retention that is configured. */
function halfOfRetentionMs({ retentionHours }: Pick<Stream, "retentionHours">): number {
  return (retentionHours * 3_600_000) / 2;
}
