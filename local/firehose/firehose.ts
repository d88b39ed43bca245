import type { DeliveryStreamEncryptionConfigurationInput } from "@aws-sdk/client-firehose";
import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { type ActiveFaults, noFaults } from "../faults/active-faults";
import type { Random } from "../random";
import { invalidArgument } from "./configuration/invalid-argument";
import type { DeliveryStream, StreamStatistics } from "./delivery/delivery-stream";
import { deliveryMetric, directPutMetrics } from "./delivery-metrics";
import type { DeliveryStreamSettings, DestinationSettings } from "./delivery-stream-settings";
import { DirectPutRates, directPutLimits } from "./direct-put-rates";
import { type FirehoseSource, FirehoseStream } from "./firehose-stream";

/** What the service stands on. */
export interface FirehoseOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Hears what CloudWatch is to know of Direct PUT. */
  readonly metrics: MetricRecorder;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** Whether Direct PUT refuses what exceeds AWS's quotas (`ServiceUnavailableException`). */
  readonly limits: boolean;
  /** How long a new delivery stream stays CREATING, milliseconds. @default 0 */
  readonly creatingMs?: number;
  /** What goes wrong with Direct PUT. @default nothing */
  readonly faults?: ActiveFaults;
  /** Makes the engine of a new delivery stream, and starts it. */
  readonly startDelivery: (settings: DeliveryStreamSettings) => DeliveryStream;
  /** Hears which delivery stream was deleted. @default nobody does */
  readonly onDeleted?: (arn: string) => void;
}

/** A delivery stream to make; all of it was checked. */
export interface NewDeliveryStream {
  readonly name: string;
  readonly destination: DestinationSettings;
  readonly source: FirehoseSource;
  readonly encryption?: DeliveryStreamEncryptionConfigurationInput;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a delivery stream has done so far, and the stream that it reads, if it reads one. */
export type SourcedStatistics = StreamStatistics & { readonly sourceArn: string | undefined };

/** Data Firehose of one account and region: the delivery streams, without sockets. */
export class Firehose {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
  readonly #metrics: MetricRecorder;
  readonly #faults: ActiveFaults;
  readonly #limits: boolean;
  readonly #creatingMs: number;
  readonly #startDelivery: (settings: DeliveryStreamSettings) => DeliveryStream;
  readonly #onDeleted: (arn: string) => void;
  readonly #endSampling: () => void;
  readonly #streams = new Map<string, FirehoseStream>();
  /** What those that were deleted had done. */
  readonly #deleted: SourcedStatistics[] = [];

  constructor(options: FirehoseOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.accountId = options.accountId;
    this.region = options.region;
    this.#metrics = options.metrics;
    this.#faults = options.faults ?? noFaults;
    this.#limits = options.limits;
    this.#creatingMs = options.creatingMs ?? 0;
    this.#startDelivery = options.startDelivery;
    this.#onDeleted = options.onDeleted ?? (() => undefined);
    this.#endSampling = options.metrics.onSample(() => this.#recordLimits());
  }

  /**
   * Makes a delivery stream, and starts it.
   * @throws AwsError `ResourceInUseException` when there is one of that name, `InvalidArgumentException` when the stream
   *   that it reads is not there
   */
  createDeliveryStream({ name, destination, source, encryption, tags = {} }: NewDeliveryStream): FirehoseStream {
    if (this.#streams.has(name)) {
      const message = `Firehose ${name} under accountId ${this.accountId} already exists`;
      throw new AwsError("ResourceInUseException", message);
    }
    const settings: DeliveryStreamSettings = {
      name,
      arn: `arn:aws:firehose:${this.region}:${this.accountId}:deliverystream/${name}`,
      kind: source.kind,
      sourceArn: source.kind === "KinesisStreamAsSource" ? source.streamArn : undefined,
      versionId: "1",
      destination,
    };
    const stream = new FirehoseStream({
      settings,
      source,
      encryption,
      delivery: this.#start(settings),
      clock: this.clock,
      metrics: directPutMetrics(deliveryMetric(this.#metrics, name)),
      limits: directPutLimits(this.region),
      faults: this.#faults,
      rates: this.#limits ? new DirectPutRates(this.region) : undefined,
      activeAtMs: this.clock.now() + this.#creatingMs,
    });
    for (const [key, value] of Object.entries(tags)) stream.tags.set(key, value);
    this.#streams.set(name, stream);
    return stream;
  }

  /** Delivers what a delivery stream has buffered, and removes it. */
  async deleteDeliveryStream(stream: FirehoseStream): Promise<void> {
    stream.deleting = true;
    await stream.delivery.stop({ flush: true });
    // Of requests to delete it at the same time, the first counts.
    if (this.#streams.get(stream.settings.name) !== stream) return;
    this.#streams.delete(stream.settings.name);
    this.#onDeleted(stream.settings.arn);
    // What its source holds is no longer its to read.
    this.#deleted.push(sourced(stream.settings, { ...stream.delivery.statistics, unread: 0 }));
  }

  /** @throws AwsError `ResourceNotFoundException` when there is no such delivery stream */
  deliveryStream(name: string): FirehoseStream {
    const stream = this.#streams.get(name);
    if (stream) return stream;
    throw this.notFound(name);
  }

  /** AWS's answer where a delivery stream is not, or not yet. */
  notFound(name: string): AwsError {
    return new AwsError("ResourceNotFoundException", `Firehose ${name} under account ${this.accountId} not found.`);
  }

  /** All delivery streams, by name. */
  deliveryStreams(): readonly FirehoseStream[] {
    return [...this.#streams.values()].sort((one, other) => (one.settings.name < other.settings.name ? -1 : 1));
  }

  /** What each delivery stream has done so far, those that were deleted among them. */
  statistics(): readonly SourcedStatistics[] {
    const present = this.deliveryStreams().map(({ delivery, settings }) => sourced(settings, delivery.statistics));
    return [...present, ...this.#deleted];
  }

  /** Delivers what all have buffered, and ends them. */
  async close(): Promise<void> {
    this.#endSampling();
    await Promise.all(this.deliveryStreams().map(({ delivery }) => delivery.stop({ flush: true })));
  }

  /** AWS tells the quotas of Direct PUT beside what counts against them. */
  #recordLimits(): void {
    const { requests, records, bytes } = directPutLimits(this.region);
    for (const { source, metrics } of this.#streams.values()) {
      if (source.kind !== "DirectPut") continue;
      metrics.putRequestsPerSecondLimit.record(requests);
      metrics.recordsPerSecondLimit.record(records);
      metrics.bytesPerSecondLimit.record(bytes);
    }
  }

  /** CreateDeliveryStream has no error of its own for a missing source: what Kinesis says is a bad argument here. */
  #start(settings: DeliveryStreamSettings): DeliveryStream {
    try {
      return this.#startDelivery(settings);
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      throw Object.assign(invalidArgument(cause.message), { cause });
    }
  }
}

function sourced({ sourceArn }: DeliveryStreamSettings, statistics: StreamStatistics): SourcedStatistics {
  return { ...statistics, sourceArn };
}
