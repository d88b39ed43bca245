import { setMaxListeners } from "node:events";
import { AwsError } from "../../aws-error";
import { noFaults } from "../../faults/active-faults";
import type { StreamReader } from "../../kinesis/reader";
import { deliveryMetric } from "../delivery-metrics";
import type { DeliveryStreamSettings } from "../delivery-stream-settings";
import { type DeliveryDependencies, DeliveryPipeline, type PipelineContext } from "./delivery-pipeline";
import type { DeliveryRecord } from "./delivery-record";
import { DeliveryStatistics } from "./delivery-statistics";
import { KinesisSource } from "./kinesis-source";

/** Where a delivery stream gets its records from, other than by `put`. */
export interface DeliverySource {
  readonly stream: StreamReader;
  /** By shard, where a crashed delivery stream goes on; empty for a new one, and kept up to date. */
  readonly checkpoints: Map<string, number>;
}

/** What a delivery stream has done so far: counts of records. */
export type StreamStatistics = Readonly<Omit<DeliveryStatistics, "settle">> & {
  /** In the source stream, and still to be read. */
  readonly unread: number;
  /** Trimmed by the source stream's retention before they were read. */
  readonly expired: number;
};

/** How long deliveries may go on failing once the delivery stream ends. */
const stopGraceMs = 5_000;

/** A delivery stream at work: from its source or `put`, through its processors, to its destination; at least once. */
export class DeliveryStream {
  readonly #context: PipelineContext;
  readonly #counts = new DeliveryStatistics();
  readonly #stopping = new AbortController();
  readonly #source: KinesisSource | undefined;
  #pipeline: DeliveryPipeline;
  /** Of earlier settings, while they deliver what they had. */
  readonly #retired = new Set<DeliveryPipeline>();
  readonly #name: string;
  /** Makes the ids of records of Direct PUT unique from one run to the next. */
  readonly #idPrefix: string;
  readonly #endSampling: () => void;
  #putRecords = 0;
  #stopped: Promise<void> | undefined;

  /**
   * @param source absent for Direct PUT
   */
  constructor(settings: DeliveryStreamSettings, dependencies: DeliveryDependencies, source?: DeliverySource) {
    const { clock, faults = noFaults } = dependencies;
    // As many deliveries as wait, listen.
    setMaxListeners(0, this.#stopping.signal);
    this.#context = {
      ...dependencies,
      metric: deliveryMetric(dependencies.metrics, settings.name),
      statistics: this.#counts,
      stopping: this.#stopping.signal,
      onRoom: () => this.#source?.wake(),
    };
    this.#pipeline = new DeliveryPipeline(settings, this.#context);
    this.#source =
      source &&
      new KinesisSource({
        ...source,
        clock,
        metric: this.#context.metric,
        refusesRead: (shardId) =>
          faults.strikes("stall", `delivery/${settings.name}`) !== undefined || source.stream.refusesRead(shardId),
        hasRoom: () => this.#pipelines.every(({ keepsUp }) => keepsUp),
        take: (records) => this.#pipeline.take(records),
      });
    this.#name = settings.name;
    this.#idPrefix = String(clock.now());
    this.#endSampling = dependencies.metrics.onSample(() => {
      for (const pipeline of this.#pipelines) pipeline.sample();
    });
  }

  /** Begins to read its source: from the checkpoints, or if there are none at LATEST. */
  start(): void {
    this.#source?.start();
  }

  /** Goes on with other settings; what is buffered is delivered by those that it came under. */
  update(settings: DeliveryStreamSettings): void {
    const retired = this.#pipeline;
    this.#pipeline = new DeliveryPipeline(settings, this.#context);
    this.#retired.add(retired);
    void retired.flush().then(() => this.#retired.delete(retired));
  }

  /**
   * Takes records by Direct PUT, all of them or none.
   * @throws AwsError `ServiceUnavailableException` when too much waits for delivery
   */
  put(records: readonly Buffer[]): void {
    if (!this.#pipelines.every(({ hasRoom }) => hasRoom))
      throw new AwsError("ServiceUnavailableException", "Slow down.", 503);
    const arrivalMs = this.#context.clock.now();
    this.#pipeline.take(records.map((data) => this.#putRecord(data, arrivalMs)));
  }

  /**
   * Ends it: with `flush`, what is buffered is delivered first, unless the destination goes on refusing it; without,
   * it stays undelivered, as in a crash. Resolves when no delivery is under way; a second call waits for the first.
   */
  stop(how: { readonly flush: boolean }): Promise<void> {
    this.#stopped ??= this.#stop(how);
    return this.#stopped;
  }

  /** What it has done so far: received = delivered + failed + dropped + lost + buffered. */
  get statistics(): StreamStatistics {
    const { received, delivered, failed, dropped, lost, buffered } = this.#counts;
    const { unread, expired } = this.#source ?? { unread: 0, expired: 0 };
    return { received, delivered, failed, dropped, lost, buffered, unread, expired };
  }

  async #stop({ flush }: { readonly flush: boolean }): Promise<void> {
    this.#source?.stop();
    this.#endSampling();
    const pipelines = this.#pipelines;
    if (flush) {
      const cancel = this.#context.clock.schedule(() => this.#stopping.abort(), stopGraceMs);
      await Promise.all(pipelines.map((pipeline) => pipeline.flush()));
      cancel();
    }
    this.#stopping.abort();
    await Promise.all(pipelines.map((pipeline) => pipeline.discard()));
    if (!flush || this.#counts.buffered === 0) return;
    this.#context.notice(this.#undeliveredNotice());
    if (!this.#source) this.#counts.lost += this.#counts.buffered;
  }

  #undeliveredNotice(): string {
    const fate = this.#source ? "they stand in the source stream" : "they are LOST";
    return `${this.#name}: ${this.#counts.buffered} records were not delivered before the end: ${fate}`;
  }

  get #pipelines(): readonly DeliveryPipeline[] {
    return [this.#pipeline, ...this.#retired];
  }

  #putRecord(data: Buffer, arrivalMs: number): DeliveryRecord {
    this.#putRecords++;
    const recordId = this.#idPrefix + String(this.#putRecords).padStart(43, "0");
    return { recordId, data, arrivalMs, takenMs: arrivalMs, receipt: none };
  }
}

/** Direct PUT can't be repeated from where it came. */
const none = { settle: () => undefined };
