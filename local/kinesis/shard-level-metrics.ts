import type { Metric, MetricRecorder } from "../cloudwatch/metric-recorder";
import type { ShardLevelMetric } from "./stream-properties";

/** Those of one shard that enhanced monitoring measures. */
export type MeasuredShard = Readonly<Partial<Record<ShardLevelMetric, Metric>>>;

const units: Readonly<Record<ShardLevelMetric, string>> = {
  IncomingBytes: "Bytes",
  IncomingRecords: "Count",
  OutgoingBytes: "Bytes",
  OutgoingRecords: "Count",
  WriteProvisionedThroughputExceeded: "Count",
  ReadProvisionedThroughputExceeded: "Count",
  IteratorAgeMilliseconds: "Milliseconds",
};

/** CloudWatch's metrics of a stream's single shards, of which EnableEnhancedMonitoring turns on as many as are wanted. */
export class ShardLevelMetrics {
  readonly #shards = new Map<string, MeasuredShard>();
  #measured: readonly ShardLevelMetric[] = [];

  constructor(
    private readonly recorder: MetricRecorder,
    private readonly streamName: string,
  ) {}

  /** @param wanted what the stream's properties say at present */
  of(shardId: string, wanted: readonly ShardLevelMetric[]): MeasuredShard {
    if (wanted !== this.#measured) {
      this.#shards.clear();
      this.#measured = wanted;
    }
    const known = this.#shards.get(shardId);
    if (known) return known;
    const dimensions = { StreamName: this.streamName, ShardId: shardId };
    const metrics = wanted.map((name) => [name, this.recorder.metric("AWS/Kinesis", name, dimensions, units[name])]);
    const made: MeasuredShard = Object.fromEntries(metrics);
    this.#shards.set(shardId, made);
    return made;
  }
}
