import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import type { ActiveFaults } from "../faults/active-faults";
import { ConsumerMetrics } from "./consumer-metrics";
import { encryptionAt } from "./encryption";
import { divideHashKeys, type HashKeyRange } from "./hash-key";
import type { KeptShard, KeptStream } from "./log/kept-stream";
import { ShardLog } from "./log/shard-log";
import type { StreamStorage } from "./log/stream-storage";
import { OnDemandScaling } from "./on-demand-scaling";
import { OpenShards } from "./open-shards";
import type { NewRecord, PutResult } from "./put";
import type { ReadMetrics, StreamReader } from "./reader";
import { newShardState, Shard, type ShardOptions } from "./shard";
import { StreamLifecycle, type StreamStatus } from "./stream-lifecycle";
import { StreamMetrics } from "./stream-metrics";
import type { EncryptionPeriod, StreamConsumer, StreamProperties } from "./stream-properties";
import type { ReshardStep, StreamUpdate } from "./stream-update";

/** What a stream is made of. */
export interface StreamOptions {
  /** Never used twice, so that nothing made for a deleted stream works on its successor. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly clock: Clock;
  /** Whether shards refuse what exceeds their rates. */
  readonly limits: boolean;
  readonly properties: StreamProperties;
  /** How many shards it begins with, 1 or more; or a stream of the process before this one, which goes on. */
  readonly begin: number | KeptStream;
  /** Where it is kept; all is in memory without. */
  readonly storage: StreamStorage | undefined;
  /** What goes wrong with it and its consumers. */
  readonly faults: ActiveFaults;
  /** What it may scale to by itself while it is on demand. */
  readonly maxOnDemandShards: number;
  /** How long it is CREATING, and later UPDATING or DELETING, milliseconds. */
  readonly transitionMs: number;
  /** Hears of a failure that no request waits for. */
  readonly onError: (error: unknown) => void;
  /** Hears what CloudWatch is to know. */
  readonly metrics: MetricRecorder;
}

const hourMs = 3_600_000;
const shardBytesPerSecond = 1024 * 1024;

/** One stream: its shards, and what may be changed of it. */
export class Stream implements StreamReader {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  /** What requests tell CloudWatch of themselves. */
  readonly metrics: StreamMetrics;
  readonly #recorder: MetricRecorder;
  readonly #clock: Clock;
  readonly #limits: boolean;
  readonly #faults: ActiveFaults;
  /** As faults name it: made once, since each record asks for it. */
  readonly #asTarget: `stream/${string}`;
  readonly #storage: StreamStorage | undefined;
  readonly #lifecycle: StreamLifecycle;
  readonly #maxOnDemandShards: number;
  /** While it is on demand. */
  #scaling: OnDemandScaling | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #propertiesListeners = new Set<() => void>();
  #properties: StreamProperties;
  /** In order of their numbers. */
  #shards: Shard[];
  readonly #open: OpenShards;
  #shardsMade = 0;
  #recordCount = 0;
  readonly #keptCount: number;
  /** What happens at the end of UPDATING. */
  #coming: StreamUpdate | undefined;
  /** False when the disk has refused the last change: it is tried again before more is put. */
  #isSaved = true;

  constructor(options: StreamOptions) {
    this.id = options.id;
    this.name = options.name;
    this.arn = options.arn;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#faults = options.faults;
    this.#asTarget = `stream/${options.name}`;
    this.#lifecycle = new StreamLifecycle(options.clock, options.transitionMs, options.onError);
    this.#maxOnDemandShards = options.maxOnDemandShards;
    this.#properties = options.properties;
    this.#scaling = this.#newScaling();
    this.#storage = options.storage;
    this.#recorder = options.metrics;
    this.metrics = new StreamMetrics({
      recorder: options.metrics,
      clock: options.clock,
      streamName: options.name,
      shardLevelMetrics: () => this.#properties.shardLevelMetrics,
    });
    const { begin } = options;
    if (typeof begin === "number") {
      this.createdMs = options.clock.now();
      this.#shards = divideHashKeys(begin).map((hashKeys) => this.#makeShard(hashKeys, [], this.createdMs));
      this.#save();
      this.#lifecycle.enter("CREATING", () => undefined);
    } else {
      this.createdMs = begin.createdMs;
      this.#shardsMade = begin.shardsMade;
      this.#shards = begin.shards.map((state) => this.#recoverShard(state));
    }
    this.#open = new OpenShards(this.#shards);
    for (const { nextIndex, firstIndex } of this.#shards) this.#recordCount += nextIndex - firstIndex;
    this.#keptCount = this.#recordCount;
    if (typeof begin !== "number" && begin.coming) this.#apply(begin.coming);
  }

  get status(): StreamStatus {
    return this.#lifecycle.status;
  }

  /**
   * Is UPDATING for a while, as after any change that AWS makes; then what is planned happens.
   * @param plan is made twice: of this moment, for the process that follows one that is killed meanwhile, and at the end
   */
  update(plan: () => StreamUpdate): void {
    this.#lifecycle.enter("UPDATING", () => {
      this.#coming = undefined;
      this.#apply(plan());
    });
    if (this.status !== "UPDATING") return;
    this.#coming = plan();
    this.#save();
  }

  /** Is DELETING for a while; then `effect` happens, which takes it away. */
  delete(effect: () => void): void {
    this.#storage?.forget();
    this.#lifecycle.enter("DELETING", () => {
      for (const shard of this.#shards) shard.delete();
      this.#storage?.delete();
      effect();
    });
    for (const listener of this.#propertiesListeners) listener();
  }

  /** Ends CREATING, UPDATING or DELETING at once. */
  settle(): void {
    this.#lifecycle.finish();
  }

  /** How many records were acknowledged, and of an earlier process's those that were there when this one began. */
  get recordCount(): number {
    return this.#recordCount;
  }

  /** Those of an earlier process among them. */
  get keptCount(): number {
    return this.#keptCount;
  }

  get properties(): StreamProperties {
    return this.#properties;
  }

  /** Replaces some of the properties. */
  change(properties: Partial<StreamProperties>): void {
    this.#apply({ properties });
  }

  /** Calls `listener` after each `change`, and when DELETING begins; the returned function ends that. */
  onPropertiesChange(listener: () => void): () => void {
    this.#propertiesListeners.add(listener);
    return () => this.#propertiesListeners.delete(listener);
  }

  /** Its enhanced fan-out consumers by name, without those that are gone. */
  get consumers(): ReadonlyMap<string, StreamConsumer> {
    const nowMs = this.#clock.now();
    return new Map([...this.#properties.consumers].filter(([, { goneAtMs = Infinity }]) => nowMs < goneAtMs));
  }

  /** What encrypts new records, if anything does. */
  get encryption(): EncryptionPeriod | undefined {
    return encryptionAt(this.#properties, this.#clock.now());
  }

  /** Arrival of the oldest record that retention keeps, milliseconds since the epoch. */
  get trimHorizonMs(): number {
    return this.#clock.now() - this.#properties.retentionHours * hourMs;
  }

  shards(): readonly Shard[] {
    const horizonMs = this.trimHorizonMs;
    const isKept = ({ closedMs }: Shard) => closedMs === undefined || closedMs >= horizonMs;
    if (!this.#shards.every(isKept)) {
      const dropped = this.#shards.filter((shard) => !isKept(shard));
      this.#shards = this.#shards.filter(isKept);
      this.#save();
      for (const shard of dropped) shard.delete();
      this.#announceShards();
    }
    return this.#shards;
  }

  /** The shard of that id, unless retention has dropped it. */
  shard(shardId: string): Shard | undefined {
    return this.shards().find((shard) => shard.shardId === shardId);
  }

  onShardsChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readMetrics(consumerName?: string): ReadMetrics {
    return consumerName === undefined ? this.metrics : this.consumerMetrics(consumerName);
  }

  /** What an enhanced fan-out consumer tells CloudWatch of itself. */
  consumerMetrics(consumerName: string): ConsumerMetrics {
    return new ConsumerMetrics({
      recorder: this.#recorder,
      clock: this.#clock,
      streamName: this.name,
      consumerName,
    });
  }

  /** @throws AwsError `ServiceUnavailable` when a fault keeps its producers away */
  checkReach(): void {
    if (!this.#faults.strikes("silence", this.#asTarget)) return;
    throw new AwsError("ServiceUnavailable", `Stream ${this.name} can't be reached.`, 503);
  }

  /** Tells a GetRecords of a fault. @returns how it is refused; undefined when it is not */
  readRefusal(shardId: string): "throttled" | "failed" | undefined {
    if (this.#faults.strikes("throttle", this.#asTarget, "reads")) {
      this.metrics.countThrottledRead(shardId);
      return "throttled";
    }
    if (!this.#faults.strikes("fail", this.#asTarget, "reads")) return undefined;
    this.metrics.countFailedRead();
    return "failed";
  }

  /** Whether a fault keeps an enhanced fan-out consumer from being sent records. */
  isStalled(consumerName: string): boolean {
    return this.#faults.strikes("stall", `consumer/${this.name}/${consumerName}`) !== undefined;
  }

  /**
   * Takes so much of a second's capacity as producers would, 0 to 1, which CloudWatch is told: of records that nobody
   * keeps, since an on-demand stream's would fill a disk in minutes.
   */
  flood(share: number): void {
    const nowMs = this.#clock.now();
    const shards = this.openShards();
    const isOnDemand = this.#properties.mode === "ON_DEMAND" && Number.isFinite(this.#maxOnDemandShards);
    for (const { rates } of shards) rates.takeWrite(nowMs, share * shardBytesPerSecond);
    this.metrics.countFlood(share * shardBytesPerSecond * (isOnDemand ? this.#maxOnDemandShards : shards.length));
  }

  refusesRead(shardId: string, consumerName?: string): boolean {
    return consumerName === undefined ? this.readRefusal(shardId) !== undefined : this.isStalled(consumerName);
  }

  /** Puts records in their order; each is judged by its shard's rate alone. */
  put(records: readonly NewRecord[]): PutResult[] {
    const nowMs = this.#clock.now();
    // What the next process would not find the shard of is not acknowledged.
    if (!this.#isSaved) this.#save();
    if (this.#scaling?.isDue(nowMs)) this.#scaleOut(this.#scaling, nowMs);
    const taken = new Map<Shard, NewRecord[]>();
    const results = records.map((record): PutResult => {
      const shard = this.#open.holding(record.hashKey);
      if (this.#faults.strikes("fail", this.#asTarget, "writes")) return { shard, isFailed: true };
      if (this.#faults.strikes("throttle", this.#asTarget, "writes")) return { shard };
      if (!shard.rates.takeWrite(nowMs, record.sizeBytes)) return { shard };
      const others = taken.get(shard);
      if (others) others.push(record);
      else taken.set(shard, [record]);
      return { shard, record: shard.nextPosition(others ? others.length - 1 : 0, nowMs) };
    });
    for (const [shard, ofShard] of taken) {
      shard.append(ofShard, nowMs);
      this.#recordCount += ofShard.length;
      this.#scaling?.count(shard, ofShard);
    }
    return results;
  }

  /** Those that take records, in order of their hash keys: together they hold each key once. */
  openShards(): readonly Shard[] {
    return this.#open.list();
  }

  /** Takes steps in their order; those whom one opens may be closed by the next. */
  reshard(steps: readonly ReshardStep[]): void {
    this.#apply({ steps });
  }

  /** Makes a change whole before it is saved: the next process finds all of it, or nothing. */
  #apply({ properties, steps = [] }: StreamUpdate): void {
    // What has expired stays so when retention grows: let go of it by the old measure first.
    for (const shard of this.shards()) shard.trim();
    this.#properties = { ...this.#properties, ...properties };
    if (properties?.mode) this.#scaling = this.#newScaling();
    const nowMs = this.#clock.now();
    const makeChild = (hashKeys: HashKeyRange, parents: readonly Shard[]) => this.#makeShard(hashKeys, parents, nowMs);
    const taken = steps.map((step) => this.#open.take(step, makeChild));
    this.#shards = [...this.#shards, ...taken.flatMap(({ children }) => children)];
    for (const { parents } of taken) for (const parent of parents) parent.close(nowMs);
    try {
      this.#save();
    } finally {
      // It has happened, whether or not the disk took it.
      if (properties) for (const listener of this.#propertiesListeners) listener();
      if (steps.length > 0) this.#announceShards();
    }
  }

  #scaleOut(scaling: OnDemandScaling, nowMs: number): void {
    const splits = scaling.splits(this.openShards(), nowMs);
    // While another change is under way a shard stays as it is, and is looked at again in a minute.
    if (splits.length > 0 && this.status === "ACTIVE") this.update(() => ({ steps: splits }));
  }

  #newScaling(): OnDemandScaling | undefined {
    return this.#properties.mode === "ON_DEMAND" ? new OnDemandScaling(this.#maxOnDemandShards) : undefined;
  }

  #makeShard(hashKeys: HashKeyRange, parents: readonly Shard[], createdMs: number): Shard {
    const state = newShardState(this.#shardsMade++, hashKeys, parents, createdMs);
    return this.#shardOf(state, (id, numbers) => this.#storage?.newLog(id, numbers) ?? new ShardLog(numbers));
  }

  #recoverShard(state: KeptShard): Shard {
    return this.#shardOf(
      state,
      (id, numbers) => this.#storage?.recoverLog(id, numbers, state) ?? new ShardLog(numbers),
    );
  }

  #shardOf(state: KeptShard, openLog: ShardOptions["openLog"]): Shard {
    return new Shard({ state, openLog, trimHorizonMs: () => this.trimHorizonMs, limits: this.#limits });
  }

  #save(): void {
    // A stream that is being deleted is forgotten already.
    if (!this.#storage || this.status === "DELETING") return;
    this.#isSaved = false;
    const { id, name, createdMs, properties } = this;
    const shards = { shardsMade: this.#shardsMade, shards: this.#shards.map(({ state }) => state) };
    this.#storage.save({ id, name, createdMs, properties, ...shards, coming: this.#coming });
    this.#isSaved = true;
  }

  #announceShards(): void {
    for (const listener of this.#listeners) listener();
  }
}
