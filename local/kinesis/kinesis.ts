import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { type ActiveFaults, noFaults } from "../faults/active-faults";
import type { Random } from "../random";
import type { AccountProperties } from "./account-properties";
import type { KeptStream } from "./log/kept-stream";
import type { KinesisStorage } from "./log/kinesis-storage";
import { shardsFor } from "./on-demand-scaling";
import { checkComingOrGoing, checkOnDemandQuota, checkShardQuota, type Quotas, quotasOf } from "./quotas";
import { SealedTokens } from "./sealed-tokens";
import { Stream } from "./stream";
import type { StreamMode, StreamProperties } from "./stream-properties";

/** What the engine stands on. */
export interface KinesisOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Hears what CloudWatch is to know of streams. */
  readonly metrics: MetricRecorder;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Whether AWS's rates and quotas hold (`ProvisionedThroughputExceededException`, `LimitExceededException`). */
  readonly limits: boolean;
  /** How long streams and consumers are CREATING, UPDATING or DELETING, milliseconds. @default 0 */
  readonly transitionMs?: number;
  /** Where records go beyond memory, and streams and the account's properties are kept; all is in memory without. */
  readonly storage?: KinesisStorage;
  /** What goes wrong with streams and their consumers. @default nothing */
  readonly faults?: ActiveFaults;
  /** Hears of a failure that no request waits for: the disk refuses what a stream has become. @default throws it */
  readonly onError?: (error: unknown) => void;
}

/** A stream to make. */
export interface StreamSettings {
  /** 1 to 128 of `a-zA-Z0-9_.-`. */
  readonly name: string;
  readonly mode: StreamMode;
  /** How many it begins with, 1 or more. @default AWS's 4 of an on-demand stream */
  readonly shards?: number;
  /** 24 to 8,760. @default 24 */
  readonly retentionHours?: number;
  /** 1,024 to 10,240. @default 1,024 */
  readonly maxRecordSizeKiB?: number;
  /** What an on-demand stream shall be ready for, MiB written a second. @default as many as AWS's 4 shards take */
  readonly warmThroughputMiBps?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What requests change of a stream, before any has; one kept by an older version of Weir may lack some of it. */
const initialProperties = {
  warmThroughputMiBps: null,
  scalingsMs: [],
  modeSwitchesMs: [],
  consumers: new Map(),
  encryption: [],
  shardLevelMetrics: [],
};

/** Kinesis Data Streams of one account and region: the streams, without sockets. */
export class Kinesis {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
  /** Shard iterators and pagination tokens. */
  readonly tokens: SealedTokens;
  /** Whether AWS's rates and quotas hold. */
  readonly limits: boolean;
  readonly quotas: Quotas;
  /** How long streams and consumers stay CREATING, UPDATING or DELETING, milliseconds. */
  readonly transitionMs: number;
  readonly #metrics: MetricRecorder;
  readonly #storage: KinesisStorage | undefined;
  readonly #faults: ActiveFaults;
  readonly #onError: (error: unknown) => void;
  #deletedRecordCount = 0;
  readonly #streams = new Map<string, Stream>();
  #account: AccountProperties;

  constructor(options: KinesisOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.#metrics = options.metrics;
    this.accountId = options.accountId;
    this.region = options.region;
    this.limits = options.limits;
    this.quotas = quotasOf(options.region);
    this.transitionMs = options.transitionMs ?? 0;
    this.tokens = new SealedTokens(options.clock, options.random);
    this.#storage = options.storage;
    this.#faults = options.faults ?? noFaults;
    this.#onError = options.onError ?? rethrow;
    this.#account = options.storage?.keptAccount() ?? {};
    for (const kept of options.storage?.keptStreams() ?? []) {
      const properties = { ...initialProperties, ...kept.properties };
      this.#streams.set(kept.name, this.#makeStream(kept.name, kept.id, properties, kept));
    }
  }

  get account(): AccountProperties {
    return this.#account;
  }

  /** Replaces some of the account's properties. */
  changeAccount(changes: Partial<AccountProperties>): void {
    this.#account = { ...this.#account, ...changes };
    this.#storage?.saveAccount(this.#account);
  }

  /** @throws AwsError `ResourceInUseException` when there is one of that name, `LimitExceededException` beyond quotas */
  createStream(settings: StreamSettings): Stream {
    const { name, mode, retentionHours = 24, maxRecordSizeKiB = 1_024, tags = {} } = settings;
    const { warmThroughputMiBps = null, shards = shardsFor(warmThroughputMiBps ?? 0) } = settings;
    if (this.#streams.has(name)) {
      const message = `Stream ${name} under account ${this.accountId} already exists.`;
      throw new AwsError("ResourceInUseException", message);
    }
    checkComingOrGoing(this);
    if (mode === "ON_DEMAND") checkOnDemandQuota(this);
    else checkShardQuota(this, shards);
    const properties = {
      ...initialProperties,
      ...{ mode, retentionHours, maxRecordSizeKiB, warmThroughputMiBps },
      tags: new Map(Object.entries(tags)),
    };
    const stream = this.#makeStream(name, this.random.uuid(), properties, shards);
    this.#streams.set(name, stream);
    return stream;
  }

  /** Resolves when the records that were put are as safe as the storage is to make them; undefined if they are now. */
  acknowledgeable(): Promise<void> | undefined {
    return this.#storage?.acknowledgeable();
  }

  /** Removes a stream and all that is in it, once it is no longer DELETING. */
  deleteStream(stream: Stream): void {
    stream.delete(() => {
      this.#streams.delete(stream.name);
      this.#deletedRecordCount += stream.recordCount;
    });
  }

  /** How many records were acknowledged to producers and went with their stream, or before it. */
  get deletedRecordCount(): number {
    return this.#deletedRecordCount;
  }

  /** @throws AwsError `ResourceNotFoundException` when there is no such stream */
  stream(nameOrArn: string): Stream {
    const stream = this.findStream(nameOrArn);
    if (stream) return stream;
    throw this.notFound(this.#nameOf(nameOrArn));
  }

  /** AWS's refusal of what names no stream, or none that is there for it. */
  notFound(name: string): AwsError {
    const message = `Stream ${name} under account ${this.accountId} not found.`;
    return new AwsError("ResourceNotFoundException", message);
  }

  /** Undefined when there is no such stream. */
  findStream(nameOrArn: string): Stream | undefined {
    return this.#streams.get(this.#nameOf(nameOrArn));
  }

  /** All streams, by name. */
  streams(): readonly Stream[] {
    return [...this.#streams.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Ends at once what streams are in the middle of. */
  close(): void {
    for (const stream of this.#streams.values()) stream.settle();
  }

  #nameOf(nameOrArn: string): string {
    const prefix = this.#streamArn("");
    return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
  }

  #makeStream(name: string, id: string, properties: StreamProperties, begin: number | KeptStream): Stream {
    const { clock, limits, transitionMs } = this;
    const storage = this.#storage?.streamStorage(name);
    return new Stream({
      id,
      name,
      arn: this.#streamArn(name),
      clock,
      limits,
      // A shard takes 1 MiB/s.
      maxOnDemandShards: limits ? this.quotas.onDemandMiBps : Infinity,
      properties,
      begin,
      storage,
      faults: this.#faults,
      transitionMs,
      onError: this.#onError,
      metrics: this.#metrics,
    });
  }

  #streamArn(name: string): string {
    return `arn:aws:kinesis:${this.region}:${this.accountId}:stream/${name}`;
  }
}

function rethrow(error: unknown): never {
  throw error;
}
