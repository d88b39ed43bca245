import type { Clock } from "../clock";
import type { Metric, MetricRecorder } from "../cloudwatch/metric-recorder";
import type { NewRecord, PutResult } from "./put";
import type { KinesisRecord, ReadMetrics, UnfinishedIndexes } from "./reader";
import { ageMs, oldestAgeMs, totalBytes } from "./record-ages";
import { ShardLevelMetrics } from "./shard-level-metrics";
import type { ShardLevelMetric } from "./stream-properties";

/** What metrics are made of. */
export interface StreamMetricsOptions {
  readonly recorder: MetricRecorder;
  readonly clock: Clock;
  readonly streamName: string;
  /** What enhanced monitoring measures at present. */
  readonly shardLevelMetrics: () => readonly ShardLevelMetric[];
}

/** What was done with the records of one put, in its stream or in one of its shards. */
interface Taken {
  records: number;
  bytes: number;
  throttled: number;
}

/**
 * CloudWatch's metrics of one stream ("Monitor the Amazon Kinesis Data Streams service with Amazon CloudWatch"). A value
 * is one operation's, as AWS has it; there is none without traffic. Latencies are those of the engine.
 */
export class StreamMetrics implements ReadMetrics {
  readonly #clock: Clock;
  readonly #recorder: MetricRecorder;
  readonly #wanted: () => readonly ShardLevelMetric[];
  readonly #shards: ShardLevelMetrics;
  readonly #stream: ReturnType<typeof streamLevelMetrics>;

  constructor({ recorder, clock, streamName, shardLevelMetrics }: StreamMetricsOptions) {
    this.#clock = clock;
    this.#recorder = recorder;
    this.#wanted = shardLevelMetrics;
    this.#shards = new ShardLevelMetrics(recorder, streamName);
    this.#stream = streamLevelMetrics(recorder, streamName);
  }

  /** Measures a PutRecord. @throws what `put` throws */
  putRecord(record: NewRecord, put: () => PutResult[]): PutResult[] {
    const { putRecord } = this.#stream;
    return this.#measurePut([record], put, (taken, latencyMs) => {
      putRecord.bytes.record(taken.bytes);
      putRecord.latency.record(latencyMs);
      putRecord.success.record(taken.records);
    });
  }

  /** Measures a PutRecords. @throws what `put` throws */
  putRecords(records: readonly NewRecord[], put: () => PutResult[]): PutResult[] {
    const { putRecords } = this.#stream;
    return this.#measurePut(records, put, (taken, latencyMs) => {
      putRecords.bytes.record(taken.bytes);
      putRecords.latency.record(latencyMs);
      // "operations where at least one record succeeded"
      putRecords.success.record(taken.records > 0 ? 1 : 0);
      putRecords.totalRecords.record(records.length);
      putRecords.successfulRecords.record(taken.records);
      putRecords.failedRecords.record(records.length - taken.records - taken.throttled);
      putRecords.throttledRecords.record(taken.throttled);
    });
  }

  measureRead(shardId: string, read: () => readonly KinesisRecord[]): readonly KinesisRecord[] {
    const { getRecords, readThrottles } = this.#stream;
    const startMs = this.#clock.now();
    const records = read();
    const bytes = totalBytes(records);
    const nowMs = this.#clock.now();
    const last = records.at(-1);
    getRecords.bytes.record(bytes);
    getRecords.records.record(records.length);
    getRecords.latency.record(nowMs - startMs);
    getRecords.success.record(1);
    readThrottles.record(0);
    const shard = this.#shard(shardId);
    shard.OutgoingBytes?.record(bytes);
    shard.OutgoingRecords?.record(records.length);
    shard.ReadProvisionedThroughputExceeded?.record(0);
    this.#recordAge(shardId, last ? ageMs(last, nowMs) : 0);
    return records;
  }

  /** Counts a GetRecords that was refused for its shard's rate. */
  countThrottledRead(shardId: string): void {
    this.#stream.getRecords.success.record(0);
    this.#stream.readThrottles.record(1);
    this.#shard(shardId).ReadProvisionedThroughputExceeded?.record(1);
  }

  /** Counts so many bytes of records of a KiB each that were put, and are not there. */
  countFlood(bytes: number): void {
    this.#stream.incomingBytes.record(bytes);
    this.#stream.incomingRecords.record(bytes / 1_024);
  }

  /** Counts a GetRecords in which the service failed. */
  countFailedRead(): void {
    this.#stream.getRecords.success.record(0);
  }

  sampleAges(unfinished: UnfinishedIndexes): () => void {
    return this.#recorder.onSample(() => {
      const nowMs = this.#clock.now();
      for (const [shard, index] of unfinished()) this.#recordAge(shard.shardId, oldestAgeMs(shard, index, nowMs));
    });
  }

  #measurePut(
    records: readonly NewRecord[],
    put: () => PutResult[],
    recordRequest: (taken: Taken, latencyMs: number) => void,
  ): PutResult[] {
    const startMs = this.#clock.now();
    let results: PutResult[] = [];
    try {
      results = put();
      return results;
    } finally {
      const taken = this.#countIncoming(records, results);
      recordRequest(taken, this.#clock.now() - startMs);
    }
  }

  #countIncoming(records: readonly NewRecord[], results: readonly PutResult[]): Taken {
    const { incomingBytes, incomingRecords, writeThrottles } = this.#stream;
    const whole: Taken = { records: 0, bytes: 0, throttled: 0 };
    const shards = this.#wanted().length > 0 ? new Map<string, Taken>() : undefined;
    results.forEach((result, at) => {
      const { shard } = result;
      const sizeBytes = records[at]?.sizeBytes ?? 0;
      add(whole, result, sizeBytes);
      if (!shards) return;
      const ofShard = shards.get(shard.shardId) ?? { records: 0, bytes: 0, throttled: 0 };
      shards.set(shard.shardId, ofShard);
      add(ofShard, result, sizeBytes);
    });
    incomingBytes.record(whole.bytes);
    incomingRecords.record(whole.records);
    recordShare(writeThrottles, whole);
    for (const [shardId, ofShard] of shards ?? []) {
      const shard = this.#shard(shardId);
      shard.IncomingBytes?.record(ofShard.bytes);
      shard.IncomingRecords?.record(ofShard.records);
      if (shard.WriteProvisionedThroughputExceeded) recordShare(shard.WriteProvisionedThroughputExceeded, ofShard);
    }
    return whole;
  }

  #recordAge(shardId: string, ageMs: number): void {
    this.#stream.getRecords.iteratorAge.record(ageMs);
    this.#shard(shardId).IteratorAgeMilliseconds?.record(ageMs);
  }

  #shard(shardId: string) {
    return this.#shards.of(shardId, this.#wanted());
  }
}

function add(taken: Taken, { record, isFailed }: PutResult, sizeBytes: number): void {
  if (isFailed) return;
  if (record) {
    taken.records++;
    taken.bytes += sizeBytes;
  } else taken.throttled++;
}

/** 0 for what was taken and 1 for what was throttled: the average is the throttled share, the sum their number. */
function recordShare(throttles: Metric, { records, throttled }: Taken): void {
  if (records > 0) throttles.record(0, records);
  if (throttled > 0) throttles.record(1, throttled);
}

function streamLevelMetrics(recorder: MetricRecorder, StreamName: string) {
  const metric = (name: string, unit: string) => recorder.metric("AWS/Kinesis", name, { StreamName }, unit);
  const bytes = (name: string) => metric(name, "Bytes");
  const count = (name: string) => metric(name, "Count");
  const milliseconds = (name: string) => metric(name, "Milliseconds");
  return {
    incomingBytes: bytes("IncomingBytes"),
    incomingRecords: count("IncomingRecords"),
    writeThrottles: count("WriteProvisionedThroughputExceeded"),
    readThrottles: count("ReadProvisionedThroughputExceeded"),
    putRecord: {
      bytes: bytes("PutRecord.Bytes"),
      latency: milliseconds("PutRecord.Latency"),
      success: count("PutRecord.Success"),
    },
    putRecords: {
      bytes: bytes("PutRecords.Bytes"),
      latency: milliseconds("PutRecords.Latency"),
      success: count("PutRecords.Success"),
      totalRecords: count("PutRecords.TotalRecords"),
      successfulRecords: count("PutRecords.SuccessfulRecords"),
      failedRecords: count("PutRecords.FailedRecords"),
      throttledRecords: count("PutRecords.ThrottledRecords"),
    },
    getRecords: {
      bytes: bytes("GetRecords.Bytes"),
      records: count("GetRecords.Records"),
      latency: milliseconds("GetRecords.Latency"),
      success: count("GetRecords.Success"),
      iteratorAge: milliseconds("GetRecords.IteratorAgeMilliseconds"),
    },
  };
}
