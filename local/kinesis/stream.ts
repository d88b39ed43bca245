import type { Clock } from "../clock";
import { encryptionAt } from "./encryption";
import { divideHashKeys, type HashKey, type HashKeyRange } from "./hash-key";
import type { StreamReader } from "./reader";
import { type RecordPosition, Shard } from "./shard";
import { StreamLifecycle, type StreamStatus } from "./stream-lifecycle";
import type { EncryptionPeriod, StreamConsumer, StreamProperties } from "./stream-properties";

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
  /** How many shards it begins with, 1 or more. */
  readonly shards: number;
  /** How long it is CREATING, and later UPDATING or DELETING, milliseconds. */
  readonly transitionMs: number;
}

/** A record on its way in. */
export interface NewRecord {
  readonly partitionKey: string;
  /** Decides the shard: the partition key's MD5 unless the producer said otherwise. */
  readonly hashKey: HashKey;
  /** Base64 (of JSON) or bytes (of CBOR). */
  readonly data: string | Uint8Array;
  /** Bytes of data and partition key. */
  readonly sizeBytes: number;
}

/** What became of a record: `record` is absent when its shard's rate was used up. */
export interface PutResult {
  readonly shard: Shard;
  readonly record?: RecordPosition;
}

/**
 * A split or a merge: the adjacent ranges, one or two, of the shards that open in the place of those that hold the same
 * hash keys.
 */
export type ReshardStep = readonly [HashKeyRange] | readonly [HashKeyRange, HashKeyRange];

const hourMs = 3_600_000;

/** One stream: its shards, and what may be changed of it. */
export class Stream implements StreamReader {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly #clock: Clock;
  readonly #limits: boolean;
  readonly #lifecycle: StreamLifecycle;
  readonly #listeners = new Set<() => void>();
  readonly #propertiesListeners = new Set<() => void>();
  #properties: StreamProperties;
  /** In order of their numbers. */
  #shards: Shard[];
  /** Those that take records, in order of their hash keys. */
  #open: Shard[];
  #shardsMade = 0;
  #recordCount = 0;

  constructor(options: StreamOptions) {
    this.id = options.id;
    this.name = options.name;
    this.arn = options.arn;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#lifecycle = new StreamLifecycle(options.clock, options.transitionMs);
    this.#properties = options.properties;
    this.createdMs = options.clock.now();
    this.#shards = divideHashKeys(options.shards).map((hashKeys) => this.#makeShard(hashKeys, [], this.createdMs));
    this.#open = [...this.#shards];
    this.#lifecycle.enter("CREATING", () => undefined);
  }

  get status(): StreamStatus {
    return this.#lifecycle.status;
  }

  /** Is UPDATING for a while, as after any change that AWS makes; then `effect` happens. */
  update(effect: () => void): void {
    this.#lifecycle.enter("UPDATING", effect);
  }

  /** Is DELETING for a while; then `effect` happens, which takes it away. */
  delete(effect: () => void): void {
    this.#lifecycle.enter("DELETING", effect);
    for (const listener of this.#propertiesListeners) listener();
  }

  /** Ends CREATING, UPDATING or DELETING at once. */
  settle(): void {
    this.#lifecycle.finish();
  }

  /** How many records were ever acknowledged; each shard's `nextIndex` is its own count. */
  get recordCount(): number {
    return this.#recordCount;
  }

  get properties(): StreamProperties {
    return this.#properties;
  }

  /** Replaces some of the properties. */
  change(changes: Partial<StreamProperties>): void {
    // What has expired stays so when retention grows: let go of it by the old measure first.
    for (const shard of this.shards()) shard.trim();
    this.#properties = { ...this.#properties, ...changes };
    for (const listener of this.#propertiesListeners) listener();
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
      this.#shards = this.#shards.filter(isKept);
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

  /** Puts records in their order; each is judged by its shard's rate alone. */
  put(records: readonly NewRecord[]): PutResult[] {
    const nowMs = this.#clock.now();
    const taken = new Map<Shard, NewRecord[]>();
    const results = records.map((record): PutResult => {
      const shard = this.#at(this.#positionOf(record.hashKey));
      if (!shard.rates.takeWrite(nowMs, record.sizeBytes)) return { shard };
      const others = taken.get(shard);
      if (others) others.push(record);
      else taken.set(shard, [record]);
      return { shard, record: shard.nextPosition(others ? others.length - 1 : 0, nowMs) };
    });
    for (const [shard, ofShard] of taken) {
      shard.append(ofShard, nowMs);
      this.#recordCount += ofShard.length;
    }
    return results;
  }

  /** Those that take records, in order of their hash keys: together they hold each key once. */
  openShards(): readonly Shard[] {
    return this.#open;
  }

  /** Takes steps in their order; those whom one opens may be closed by the next. */
  reshard(steps: readonly ReshardStep[]): void {
    const nowMs = this.#clock.now();
    for (const step of steps) this.#take(step, nowMs);
    this.#announceShards();
  }

  #take(step: ReshardStep, nowMs: number): void {
    const [lower, upper = lower] = step;
    const first = this.#positionOf(lower.start);
    const parents = this.#open.slice(first, this.#positionOf(upper.end) + 1);
    const children = step.map((hashKeys) => this.#makeShard(hashKeys, parents, nowMs));
    this.#shards = [...this.#shards, ...children];
    this.#open.splice(first, parents.length, ...children);
    for (const parent of parents) parent.close(nowMs);
  }

  /** Open shards cover the whole space, so that one always holds the key. */
  #positionOf(hashKey: HashKey): number {
    let low = 0;
    let high = this.#open.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#at(middle).hashKeys.start <= hashKey) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #at(position: number): Shard {
    const shard = this.#open[position];
    if (!shard) throw new RangeError(`stream ${this.name} has no open shard at ${position}`);
    return shard;
  }

  #makeShard(hashKeys: HashKeyRange, parents: readonly Shard[], createdMs: number): Shard {
    const trimHorizonMs = () => this.trimHorizonMs;
    return new Shard({ number: this.#shardsMade++, hashKeys, parents, createdMs, trimHorizonMs, limits: this.#limits });
  }

  #announceShards(): void {
    for (const listener of this.#listeners) listener();
  }
}
