import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import type { KinesisRecord, ReadMetrics, UnfinishedIndexes } from "./reader";
import { ageMs, oldestAgeMs, totalBytes } from "./record-ages";

/** What metrics are made of. */
export interface ConsumerMetricsOptions {
  readonly recorder: MetricRecorder;
  readonly clock: Clock;
  readonly streamName: string;
  readonly consumerName: string;
}

/** CloudWatch's metrics of one enhanced fan-out consumer, whose reads count for no GetRecords. */
export class ConsumerMetrics implements ReadMetrics {
  readonly #clock: Clock;
  readonly #recorder: MetricRecorder;
  readonly #consumer: ReturnType<typeof consumerLevelMetrics>;

  constructor({ recorder, clock, streamName, consumerName }: ConsumerMetricsOptions) {
    this.#clock = clock;
    this.#recorder = recorder;
    this.#consumer = consumerLevelMetrics(recorder, streamName, consumerName);
  }

  /** Measures a call of SubscribeToShard: whether it was let in. @throws what `takeCall` throws */
  measureCall(takeCall: () => void): void {
    let isSuccessful = 0;
    try {
      takeCall();
      isSuccessful = 1;
    } finally {
      this.#consumer.success.record(isSuccessful);
      // AWS emits it only then: an earlier subscription holds the shard, or there was one call too many.
      if (!isSuccessful) this.#consumer.rateExceeded.record(1);
    }
  }

  /** Counts an event that was sent. @param millisBehindLatest 0 at the tip */
  countEvent(records: readonly KinesisRecord[], millisBehindLatest: number): void {
    const { event } = this.#consumer;
    event.success.record(1);
    event.bytes.record(totalBytes(records));
    event.records.record(records.length);
    event.millisBehindLatest.record(millisBehindLatest);
  }

  measureRead(_shardId: string, read: () => readonly KinesisRecord[]): readonly KinesisRecord[] {
    const records = read();
    const last = records.at(-1);
    this.countEvent(records, last ? ageMs(last, this.#clock.now()) : 0);
    return records;
  }

  sampleAges(unfinished: UnfinishedIndexes): () => void {
    return this.#recorder.onSample(() => {
      const nowMs = this.#clock.now();
      for (const [shard, index] of unfinished()) {
        this.#consumer.event.millisBehindLatest.record(oldestAgeMs(shard, index, nowMs));
      }
    });
  }
}

function consumerLevelMetrics(recorder: MetricRecorder, StreamName: string, ConsumerName: string) {
  const metric = (name: string, unit: string) =>
    recorder.metric("AWS/Kinesis", name, { StreamName, ConsumerName }, unit);
  return {
    success: metric("SubscribeToShard.Success", "Count"),
    rateExceeded: metric("SubscribeToShard.RateExceeded", "Count"),
    event: {
      success: metric("SubscribeToShardEvent.Success", "Count"),
      bytes: metric("SubscribeToShardEvent.Bytes", "Bytes"),
      records: metric("SubscribeToShardEvent.Records", "Count"),
      millisBehindLatest: metric("SubscribeToShardEvent.MillisBehindLatest", "Milliseconds"),
    },
  };
}
