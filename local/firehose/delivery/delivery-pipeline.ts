import type { Processor } from "@aws-sdk/client-firehose";
import type { Clock } from "../../clock";
import type { Metric, MetricRecorder } from "../../cloudwatch/metric-recorder";
import type { ActiveFaults } from "../../faults/active-faults";
import type { GlueCatalog } from "../../glue/glue-catalog";
import type { FunctionRunner } from "../../lambda/function-runner";
import type { Random } from "../../random";
import { backupMetrics, type DeliveryMetric, destinationMetrics, type PlaceMetrics } from "../delivery-metrics";
import type { DeliveryStreamSettings } from "../delivery-stream-settings";
import { Processing } from "../processing/processing";
import type { DeliveryRecord } from "./delivery-record";
import type { DeliveryStatistics } from "./delivery-statistics";
import { destinationLayout } from "./destination-layout";
import { ErrorObjects } from "./error-objects";
import type { ObjectSink } from "./object-sink";
import { secondsHeld } from "./oldest-arrival";
import { openDelivery } from "./open-delivery";
import { PartitionBuffers } from "./partition-buffers";
import type { Exits } from "./processed-record";
import { RecordBuffers } from "./record-buffers";
import { type S3Place, S3Writer } from "./s3-writer";
import { SourceBackup } from "./source-backup";

/** What a delivery stream works with. */
export interface DeliveryDependencies {
  readonly clock: Clock;
  readonly random: Random;
  /** Hears what CloudWatch is to know. */
  readonly metrics: MetricRecorder;
  readonly runner: FunctionRunner;
  readonly sink: ObjectSink;
  readonly glue: GlueCatalog;
  /** For destinations that are reached by HTTP. */
  readonly fetch: typeof fetch;
  /** What goes wrong with delivery streams. @default nothing */
  readonly faults?: ActiveFaults;
  /** Tells the user what a delivery stream meets. */
  readonly notice: (text: string) => void;
}

/** What belongs to the delivery stream rather than to one version of its destination. */
export interface PipelineContext extends DeliveryDependencies {
  /** Makes the delivery stream's metrics. */
  readonly metric: DeliveryMetric;
  readonly statistics: DeliveryStatistics;
  /** Ends the retries. */
  readonly stopping: AbortSignal;
  /** Called when memory was freed. */
  readonly onRoom: () => void;
}

/**
 * AWS allows 5 a shard. Here each takes a worker thread and its records many times over, about 100 MB, and a second one
 * brings a tenth more records a second.
 */
const maxInvocations = 1;

/** What data may fill in memory beside a single buffer that reaches its size. */
const minFillingBytes = 64 * 1024 * 1024;

/**
 * What errors, a backup and what waits for processing each may fill. All that fills together is less than what may be
 * held: or it would wait for an interval's end, up to 15 minutes, and nothing be taken until then.
 */
const sideFillingBytes = 32 * 1024 * 1024;

/** Takes records through one version of a destination's settings: backup, processors, buffers, delivery. */
export class DeliveryPipeline {
  readonly #context: PipelineContext;
  readonly #backup: SourceBackup | undefined;
  /** Records that are being processed; absent when there are no processors. */
  readonly #processing: RecordBuffers<DeliveryRecord> | undefined;
  readonly #data: PartitionBuffers;
  readonly #errors: ErrorObjects;
  readonly #exits: Exits;
  readonly #maxHeldBytes: number;
  readonly #dataFreshness: Metric;

  constructor(settings: DeliveryStreamSettings, context: PipelineContext) {
    const { clock, metric, statistics, onRoom: onDelivered } = context;
    const { limits, processors, objects, errors, backup } = destinationLayout(settings.destination);
    const writerTo = (place: S3Place, metrics: readonly PlaceMetrics[]) =>
      new S3Writer(place, { ...context, streamName: settings.name, versionId: settings.versionId, metrics });
    const { places, dataFreshness } = destinationMetrics(metric, settings.destination);
    // A record of ordinary size takes as much again in memory.
    const maxFillingBytes = 2 * Math.max(minFillingBytes, limits.sizeBytes);
    this.#context = context;
    this.#dataFreshness = dataFreshness;
    // The three, and as much again that is being delivered.
    this.#maxHeldBytes = maxFillingBytes + 4 * sideFillingBytes;
    const beside = { clock, onDelivered, maxFillingBytes: sideFillingBytes };
    this.#errors = new ErrorObjects(errors, { ...beside, statistics, writer: writerTo(errors, []) });
    if (backup) {
      const metrics = backupMetrics(metric);
      const { dataFreshness } = metrics;
      this.#backup = new SourceBackup(backup, { ...beside, dataFreshness, writer: writerTo(backup, [metrics]) });
    }
    this.#exits = {
      drop: (record) => statistics.settle("dropped", [record]),
      fail: (failed, output) => this.#errors.add(failed, output),
    };
    const delivery = openDelivery(settings, objects, { ...context, exits: this.#exits, places });
    const hasPartitions = objects?.DynamicPartitioningConfiguration?.Enabled ?? false;
    this.#data = new PartitionBuffers({
      ...limits,
      clock,
      onDelivered,
      maxFillingBytes,
      metric,
      exits: this.#exits,
      prefix: hasPartitions ? (objects?.Prefix ?? "") : undefined,
      deliver: (records) => delivery.deliver(records),
    });
    if (processors.length > 0) this.#processing = this.#processingBuffers(settings, processors, hasPartitions);
  }

  /** Whether there is memory for more. */
  get hasRoom(): boolean {
    const { heldBytes: processingBytes } = this.#processing ?? { heldBytes: 0 };
    const { heldBytes: backupBytes } = this.#backup ?? { heldBytes: 0 };
    return processingBytes + backupBytes + this.#data.heldBytes + this.#errors.heldBytes < this.#maxHeldBytes;
  }

  /** Whether it keeps up: what waits for the function can as well wait in the source. */
  get keepsUp(): boolean {
    return this.hasRoom && (this.#processing?.waitingBuffers ?? 0) === 0;
  }

  /** Takes records, which are at their end when they are settled. */
  take(records: readonly DeliveryRecord[]): void {
    this.#context.statistics.received += records.length;
    const taken = this.#backup ? this.#backup.add(records) : records;
    for (const record of taken) {
      if (this.#processing) this.#processing.add("", record, record.data.length);
      else this.#data.add(record);
    }
  }

  /** Tells CloudWatch how old the oldest record is that is on its way, 0 when there is none. */
  sample(): void {
    const onTheWay = [...(this.#processing?.firsts() ?? []), ...this.#data.firsts()];
    this.#dataFreshness.record(secondsHeld(onTheWay, this.#context.clock.now()));
    this.#data.sample();
    this.#backup?.sample();
  }

  /** Delivers all that it holds, before size or interval ask for it. */
  async flush(): Promise<void> {
    await this.#processing?.flush();
    await this.#data.flush();
    await Promise.all([this.#errors.flush(), this.#backup?.flush()]);
  }

  /** Forgets what is not being delivered; resolves when the deliveries under way have ended. */
  async discard(): Promise<void> {
    const parts = [this.#processing, this.#data, this.#errors, this.#backup];
    await Promise.all(parts.map((part) => part?.discard()));
  }

  #processingBuffers(settings: DeliveryStreamSettings, processors: readonly Processor[], hasPartitions: boolean) {
    const { clock, onRoom: onDelivered } = this.#context;
    const source = { deliveryStreamArn: settings.arn, sourceKinesisStreamArn: settings.sourceArn };
    const processing = new Processing(processors, { ...this.#context, source, hasPartitions, exits: this.#exits });
    return new RecordBuffers<DeliveryRecord>({
      clock,
      ...processing.limits,
      maxFillingBytes: sideFillingBytes,
      maxDeliveries: maxInvocations,
      deliver: async (records) => {
        for (const record of await processing.process(records)) this.#data.add(record);
      },
      onDelivered,
    });
  }
}
