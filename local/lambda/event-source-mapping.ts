import { setMaxListeners } from "node:events";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { type ActiveFaults, noFaults } from "../faults/active-faults";
import { parseConsumerArn } from "../kinesis/consumer-arn";
import type { Positions, ReadMetrics, ShardReader, StreamReader } from "../kinesis/reader";
import type { Random } from "../random";
import type { Destinations, MappingContext } from "./batch-processor";
import { compileFilters } from "./filter-criteria";
import type { FunctionRunner } from "./function-runner";
import { checkMappingConfiguration, type MappingConfiguration } from "./mapping-configuration";
import { MappingMetrics } from "./mapping-metrics";
import { type MappingStatistics, noStatistics } from "./mapping-statistics";
import { ShardConsumer, type ShardPosition } from "./shard-consumer";

/** What a mapping works with. */
export interface MappingDependencies {
  readonly stream: StreamReader;
  readonly runner: FunctionRunner;
  readonly destinations: Destinations;
  readonly clock: Clock;
  readonly random: Random;
  /** Hears what CloudWatch is to know. */
  readonly metrics: MetricRecorder;
  /** What goes wrong with mappings. @default nothing */
  readonly faults?: ActiveFaults | undefined;
}

/** A mapping that reads: what ends with each stop. */
interface Running {
  readonly context: MappingContext;
  readonly stopping: AbortController;
  readonly unsubscribe: () => void;
}

/**
 * Calls a function with the records of a stream, as Lambda's event source mapping does: each batch from one shard, each
 * partition key in order, and no record forgotten. A child shard is read once its parents are done. Stopped, it keeps
 * its position and may be given another configuration.
 */
export class EventSourceMapping {
  readonly #stream: StreamReader;
  readonly #reads: ReadMetrics;
  readonly #dependencies: Omit<MappingDependencies, "stream">;
  readonly #statistics = noStatistics();
  /** Shards that nobody reads: their parents are not done, or the mapping is stopped. */
  readonly #waiting = new Map<ShardReader, ShardPosition>();
  readonly #consumers = new Map<ShardReader, ShardConsumer>();
  /** Shards of which nothing is left to do, while the stream still lists them. */
  readonly #drained = new Set<string>();
  readonly #leftOff: Positions | undefined;
  #configuration: MappingConfiguration;
  #running: Running | undefined;
  #stopped: Promise<void> = Promise.resolve();
  #hasBegun = false;
  #lastProcessingResult = "No records processed";

  /**
   * @param leftOff where it begins instead of at its starting position, when it goes on for one of an earlier process
   * @throws AwsError `ValidationException` or `InvalidParameterValueException` for a setting that AWS refuses
   */
  constructor(
    configuration: MappingConfiguration,
    { stream, ...dependencies }: MappingDependencies,
    leftOff?: Positions,
  ) {
    checkMappingConfiguration(configuration);
    this.#configuration = configuration;
    this.#stream = stream;
    this.#reads = stream.readMetrics(parseConsumerArn(configuration.eventSourceArn)?.name);
    this.#dependencies = dependencies;
    this.#leftOff = leftOff;
  }

  get configuration(): MappingConfiguration {
    return this.#configuration;
  }

  /** Begins at the starting position, or goes on where it stopped. */
  start(): void {
    const stopping = new AbortController();
    // Every lane that waits listens, ten a shard and more than one shard: no leak, as Node would say at the eleventh.
    setMaxListeners(0, stopping.signal);
    if (!this.#hasBegun) {
      for (const shard of this.#stream.shards()) {
        this.#waiting.set(shard, { nextIndex: this.#startIndex(shard), unfinished: [] });
      }
      this.#hasBegun = true;
    }
    const endFollowing = this.#stream.onShardsChange(() => this.#followShards());
    const endSampling = this.#reads.sampleAges(() => this.#unfinishedIndexes());
    const unsubscribe = () => {
      endFollowing();
      endSampling();
    };
    this.#running = { context: this.#makeContext(stopping.signal), stopping, unsubscribe };
    this.#followShards();
  }

  /** Begins nothing new and cancels all waits; resolves when the invocations under way have ended. */
  async stop(): Promise<void> {
    if (this.#running) {
      this.#running.stopping.abort();
      this.#running.unsubscribe();
      this.#running = undefined;
      this.#stopped = this.#takeBackShards();
    }
    await this.#stopped;
  }

  /**
   * Replaces the configuration of a mapping that is stopped; where it began stays what it was.
   * @throws AwsError as the constructor
   */
  configure(configuration: MappingConfiguration): void {
    checkMappingConfiguration(configuration);
    this.#configuration = configuration;
  }

  /** Whether it was ever started: from then on it owes each record an outcome. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** What it has done so far. */
  get stats(): Readonly<MappingStatistics> {
    this.#countTrimmed();
    const ages = [...this.#consumers.values()].map((consumer) => consumer.iteratorAgeMs);
    return { ...this.#statistics, iteratorAgeMs: Math.max(0, ...ages) };
  }

  /** `OK`, or what went wrong last, as `GetEventSourceMapping` has it. */
  get lastProcessingResult(): string {
    return this.#lastProcessingResult;
  }

  /** How far it is; undefined before it has begun. */
  get positions(): Positions | undefined {
    if (!this.#hasBegun) return this.#leftOff;
    this.#takeInShards();
    const positions = new Map<string, number>();
    for (const shard of this.#stream.shards()) {
      const waiting = this.#waiting.get(shard);
      const index = waiting
        ? (waiting.unfinished[0]?.index ?? waiting.nextIndex)
        : (this.#consumers.get(shard)?.firstUnfinishedIndex ?? shard.nextIndex);
      positions.set(shard.shardId, index);
    }
    return positions;
  }

  /** Records that are in the stream or in a batch, and not finished; none before it has begun. */
  pending(): number {
    if (!this.#hasBegun) return 0;
    this.#takeInShards();
    this.#countTrimmed();
    let records = 0;
    for (const [shard, { nextIndex, unfinished }] of this.#waiting) {
      records += shard.nextIndex - nextIndex + unfinished.length;
    }
    for (const consumer of this.#consumers.values()) records += consumer.pending;
    return records;
  }

  #makeContext(stopping: AbortSignal): MappingContext {
    const { metrics, faults = noFaults, ...dependencies } = this.#dependencies;
    const { filterPatterns = [], functionName, eventSourceArn } = this.#configuration;
    const consumerName = parseConsumerArn(eventSourceArn)?.name;
    return {
      ...dependencies,
      reads: this.#reads,
      refusesRead: (shardId) =>
        faults.strikes("stall", `mapping/${functionName}`) !== undefined ||
        this.#stream.refusesRead(shardId, consumerName),
      metrics: new MappingMetrics(metrics, this.#configuration),
      configuration: this.#configuration,
      streamArn: this.#stream.arn,
      statistics: this.#statistics,
      matches: filterPatterns.length > 0 ? compileFilters(filterPatterns) : () => true,
      stopping,
      onResult: (result) => {
        this.#lastProcessingResult = result;
      },
    };
  }

  /** Of the shards that are being read, how far each is. */
  *#unfinishedIndexes(): Generator<readonly [ShardReader, number]> {
    for (const [shard, consumer] of this.#consumers) yield [shard, consumer.firstUnfinishedIndex];
  }

  #startIndex(shard: ShardReader): number {
    // A shard that was made since is read whole; a disk that lost power may have lost the end of one.
    if (this.#leftOff) return Math.min(this.#leftOff.get(shard.shardId) ?? 0, shard.nextIndex);
    const { startingPosition, startingPositionTimestamp = 0 } = this.#configuration;
    switch (startingPosition) {
      case "TRIM_HORIZON":
        return shard.firstIndex;
      case "LATEST":
        return shard.nextIndex;
      case "AT_TIMESTAMP":
        return shard.indexAt(startingPositionTimestamp);
    }
  }

  /** Retention goes on while shards wait and invocations run: what it took is counted before the counts are read. */
  #countTrimmed(): void {
    for (const [shard, { nextIndex, unfinished }] of this.#waiting) {
      const { firstIndex } = shard;
      const kept = unfinished.filter(({ index }) => index >= firstIndex);
      const trimmed = unfinished.length - kept.length + Math.max(0, firstIndex - nextIndex);
      if (trimmed === 0) continue;
      this.#statistics.expired += trimmed;
      this.#waiting.set(shard, { nextIndex: Math.max(nextIndex, firstIndex), unfinished: kept });
    }
    for (const consumer of this.#consumers.values()) consumer.countTrimmed();
  }

  /** Takes in new shards, which are read whole wherever the mapping began. */
  #takeInShards(): void {
    const shards = this.#stream.shards();
    const listed = new Set(shards.map(({ shardId }) => shardId));
    for (const shardId of this.#drained) if (!listed.has(shardId)) this.#drained.delete(shardId);
    for (const shard of shards) {
      const known = this.#waiting.has(shard) || this.#consumers.has(shard) || this.#drained.has(shard.shardId);
      if (!known) this.#waiting.set(shard, { nextIndex: 0, unfinished: [] });
    }
  }

  async #takeBackShards(): Promise<void> {
    const stops = [...this.#consumers].map(async ([shard, consumer]) => {
      const position = await consumer.stop();
      this.#consumers.delete(shard);
      this.#waiting.set(shard, position);
    });
    await Promise.all(stops);
  }

  /** Takes in new shards, and begins those whose parents are done. */
  #followShards(): void {
    if (!this.#running) return;
    this.#takeInShards();
    const unfinished = new Set([...this.#consumers.keys(), ...this.#waiting.keys()].map(({ shardId }) => shardId));
    for (const [shard, position] of this.#waiting) {
      if (shard.parentShardIds.some((id) => unfinished.has(id))) continue;
      this.#waiting.delete(shard);
      const consumer = new ShardConsumer(this.#running.context, shard, position, () => this.#onDrained(shard));
      this.#consumers.set(shard, consumer);
      consumer.start();
    }
  }

  #onDrained(shard: ShardReader): void {
    const consumer = this.#consumers.get(shard);
    if (!consumer) return;
    void consumer.stop();
    this.#consumers.delete(shard);
    this.#drained.add(shard.shardId);
    this.#followShards();
  }
}
