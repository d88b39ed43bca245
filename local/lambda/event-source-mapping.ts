import { setMaxListeners } from "node:events";
import type { Clock } from "../clock";
import type { ShardReader, StreamReader } from "../kinesis/reader";
import type { Random } from "../random";
import type { Destinations, MappingContext } from "./batch-processor";
import { compileFilters } from "./filter-criteria";
import type { FunctionRunner } from "./function-runner";
import { checkConfiguration, type MappingConfiguration } from "./mapping-configuration";
import { type MappingStatistics, noStatistics } from "./mapping-statistics";
import { ShardConsumer } from "./shard-consumer";

/** What a mapping works with. */
export interface MappingDependencies {
  readonly stream: StreamReader;
  readonly runner: FunctionRunner;
  readonly destinations: Destinations;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Calls a function with the records of a stream, as Lambda's event source mapping does: each batch from one shard, each
 * partition key in order, and no record forgotten. A child shard is read once its parents are done.
 */
export class EventSourceMapping {
  readonly configuration: MappingConfiguration;
  readonly #stream: StreamReader;
  readonly #context: MappingContext;
  readonly #statistics = noStatistics();
  readonly #stopping = new AbortController();
  /** Shards whose parents are not done, with the index at which they begin. */
  readonly #waiting = new Map<ShardReader, number>();
  readonly #consumers = new Map<string, ShardConsumer>();
  /** Shards of which nothing is left to do, while the stream still lists them. */
  readonly #drained = new Set<string>();
  #unsubscribe: () => void = () => undefined;
  #lastProcessingResult = "No records processed";

  /**
   * @throws AwsError `ValidationException` or `InvalidParameterValueException` for a setting that AWS refuses
   */
  constructor(configuration: MappingConfiguration, { stream, ...dependencies }: MappingDependencies) {
    checkConfiguration(configuration);
    // Every lane that waits listens, ten a shard and more than one shard: no leak, as Node would say at the eleventh.
    setMaxListeners(0, this.#stopping.signal);
    const { filterPatterns = [] } = configuration;
    this.configuration = configuration;
    this.#stream = stream;
    this.#context = {
      ...dependencies,
      configuration,
      streamArn: stream.arn,
      statistics: this.#statistics,
      matches: filterPatterns.length > 0 ? compileFilters(filterPatterns) : () => true,
      stopping: this.#stopping.signal,
      onResult: (result) => {
        this.#lastProcessingResult = result;
      },
    };
  }

  /** Begins at the starting position. */
  start(): void {
    for (const shard of this.#stream.shards()) this.#waiting.set(shard, this.#startIndex(shard));
    this.#unsubscribe = this.#stream.onShardsChange(() => this.#followShards());
    this.#followShards();
  }

  /** Begins nothing new and cancels all waits; resolves when the invocations under way have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#unsubscribe();
    await Promise.all([...this.#consumers.values()].map((consumer) => consumer.stop()));
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

  /** Records that are in the stream or in a batch, and not finished. */
  pending(): number {
    this.#countTrimmed();
    let records = 0;
    for (const [shard, startIndex] of this.#waiting) records += shard.nextIndex - startIndex;
    for (const consumer of this.#consumers.values()) records += consumer.pending;
    return records;
  }

  #startIndex(shard: ShardReader): number {
    const { startingPosition, startingPositionTimestamp = 0 } = this.configuration;
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
    for (const [shard, startIndex] of this.#waiting) {
      const trimmed = shard.firstIndex - startIndex;
      if (trimmed <= 0) continue;
      this.#statistics.expired += trimmed;
      this.#waiting.set(shard, shard.firstIndex);
    }
    for (const consumer of this.#consumers.values()) consumer.countTrimmed();
  }

  /** Takes in new shards, which are read whole wherever the mapping began, and begins those whose parents are done. */
  #followShards(): void {
    if (this.#stopping.signal.aborted) return;
    const shards = this.#stream.shards();
    const listed = new Set(shards.map(({ shardId }) => shardId));
    for (const shardId of this.#drained) if (!listed.has(shardId)) this.#drained.delete(shardId);
    for (const shard of shards) {
      const known = this.#waiting.has(shard) || this.#consumers.has(shard.shardId) || this.#drained.has(shard.shardId);
      if (!known) this.#waiting.set(shard, 0);
    }
    const waitingIds = [...this.#waiting.keys()].map(({ shardId }) => shardId);
    const unfinished = new Set([...this.#consumers.keys(), ...waitingIds]);
    for (const [shard, startIndex] of this.#waiting) {
      if (shard.parentShardIds.some((id) => unfinished.has(id))) continue;
      this.#waiting.delete(shard);
      const consumer = new ShardConsumer(this.#context, shard, startIndex, () => this.#onDrained(shard.shardId));
      this.#consumers.set(shard.shardId, consumer);
      consumer.start();
    }
  }

  #onDrained(shardId: string): void {
    const consumer = this.#consumers.get(shardId);
    if (!consumer) return;
    void consumer.stop();
    this.#consumers.delete(shardId);
    this.#drained.add(shardId);
    this.#followShards();
  }
}
