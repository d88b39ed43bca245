import type { Clock } from "../clock";
import { divideHashKeys, type HashKey, type HashKeyRange } from "./hash-key";
import type { KinesisRecord, StreamReader } from "./reader";
import { Shard } from "./shard";
import type { StreamConsumer, StreamProperties } from "./stream-properties";

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
  /** When it leaves CREATING, milliseconds since the epoch. */
  readonly activeAtMs: number;
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
  readonly record?: KinesisRecord;
}

const hourMs = 3_600_000;

/** One stream: its shards, and what may be changed of it. */
export class Stream implements StreamReader {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly #clock: Clock;
  readonly #limits: boolean;
  readonly #activeAtMs: number;
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
    this.#activeAtMs = options.activeAtMs;
    this.#properties = options.properties;
    this.createdMs = options.clock.now();
    this.#shards = divideHashKeys(options.shards).map((hashKeys) => this.#makeShard(hashKeys, [], this.createdMs));
    this.#open = [...this.#shards];
  }

  get status(): "CREATING" | "ACTIVE" {
    return this.#clock.now() < this.#activeAtMs ? "CREATING" : "ACTIVE";
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

  /** Calls `listener` after each `change`; the returned function ends that. */
  onPropertiesChange(listener: () => void): () => void {
    this.#propertiesListeners.add(listener);
    return () => this.#propertiesListeners.delete(listener);
  }

  /** Its enhanced fan-out consumers by name, without those that are gone. */
  get consumers(): ReadonlyMap<string, StreamConsumer> {
    const nowMs = this.#clock.now();
    return new Map([...this.#properties.consumers].filter(([, { goneAtMs = Infinity }]) => nowMs < goneAtMs));
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
    const touched = new Set<Shard>();
    const results = records.map(({ partitionKey, hashKey, data, sizeBytes }): PutResult => {
      const shard = this.#shardFor(hashKey);
      if (!shard.rates.takeWrite(nowMs, sizeBytes)) return { shard };
      touched.add(shard);
      this.#recordCount++;
      return { shard, record: shard.append(partitionKey, base64Of(data), sizeBytes, nowMs) };
    });
    for (const shard of touched) shard.announce();
    return results;
  }

  /** Closes open shards and opens others over the same hash keys: a split or a merge. */
  reshard(parents: readonly Shard[], ranges: readonly HashKeyRange[]): void {
    const nowMs = this.#clock.now();
    const children = ranges.map((hashKeys) => this.#makeShard(hashKeys, parents, nowMs));
    this.#shards = [...this.#shards, ...children];
    this.#open = [...this.#open.filter((shard) => !parents.includes(shard)), ...children].sort(byHashKey);
    for (const parent of parents) parent.close(nowMs);
    this.#announceShards();
  }

  /** Open shards cover the whole space, so that one always holds the key. */
  #shardFor(hashKey: HashKey): Shard {
    let low = 0;
    let high = this.#open.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#at(middle).hashKeys.start <= hashKey) low = middle;
      else high = middle - 1;
    }
    return this.#at(low);
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

function base64Of(data: string | Uint8Array): string {
  return typeof data === "string" ? data : Buffer.from(data).toString("base64");
}

function byHashKey(one: Shard, other: Shard): number {
  return one.hashKeys.start < other.hashKeys.start ? -1 : 1;
}
