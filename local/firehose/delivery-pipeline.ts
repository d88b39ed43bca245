import type { Processor } from "@aws-sdk/client-firehose";
import type { Clock } from "../clock";
import type { GlueCatalog } from "../glue/glue-catalog";
import type { FunctionRunner } from "../lambda/function-runner";
import type { Random } from "../random";
import { createDestination } from "./create-destination";
import type { DeliveryRecord } from "./delivery-record";
import type { DeliveryError } from "./delivery-retries";
import type { DeliveryStatistics } from "./delivery-statistics";
import type { DeliveryStreamSettings } from "./delivery-stream-settings";
import { DestinationDelivery } from "./destination-delivery";
import { destinationLayout } from "./destination-layout";
import { ErrorObjects } from "./error-objects";
import type { ObjectSink } from "./object-sink";
import { metadataExtractionFailed, partitioner } from "./partitioner";
import type { Exits, ProcessedRecord } from "./processed-record";
import { Processing } from "./processing";
import { RecordBuffers } from "./record-buffers";
import { redshiftSink } from "./redshift-sink";
import { S3Delivery } from "./s3-delivery";
import { type S3Place, S3Writer } from "./s3-writer";
import { SourceBackup } from "./source-backup";

/** What a delivery stream works with. */
export interface DeliveryDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly runner: FunctionRunner;
  readonly sink: ObjectSink;
  readonly glue: GlueCatalog;
  /** For destinations that are reached by HTTP. */
  readonly fetch: typeof fetch;
  /** Tells the user what a delivery stream meets. */
  readonly notice: (text: string) => void;
}

/** What belongs to the delivery stream rather than to one version of its destination. */
export interface PipelineContext extends DeliveryDependencies {
  readonly statistics: DeliveryStatistics;
  /** Ends the retries. */
  readonly stopping: AbortSignal;
  /** Called when memory was freed. */
  readonly onRoom: () => void;
}

/** AWS's quota of active partitions, unless it raised it. */
const maxActivePartitions = 500;

/** AWS allows 5 a shard. Each takes a worker thread here, and a megabyte of records many times over. */
const maxInvocations = 2;

/** What may fill in memory beside a single buffer that reaches its size. */
const minFillingBytes = 64 * 1024 * 1024;

/** Takes records through one version of a destination's settings: backup, processors, buffers, delivery. */
export class DeliveryPipeline {
  readonly #context: PipelineContext;
  readonly #backup: SourceBackup | undefined;
  /** Records that are being processed; absent when there are no processors. */
  readonly #processing: RecordBuffers<DeliveryRecord> | undefined;
  readonly #data: RecordBuffers<ProcessedRecord>;
  readonly #errors: ErrorObjects;
  /** Absent without dynamic partitioning. */
  readonly #partitionOf: ReturnType<typeof partitioner> | undefined;
  readonly #exits: Exits;
  readonly #maxHeldBytes: number;

  constructor(settings: DeliveryStreamSettings, context: PipelineContext) {
    const { clock, statistics, onRoom: onDelivered } = context;
    const { limits, processors, objects, errors, backup } = destinationLayout(settings.destination);
    const common = { clock, statistics, onDelivered };
    // A record of ordinary size takes as much again in memory.
    const maxFillingBytes = 2 * Math.max(minFillingBytes, limits.sizeBytes);
    this.#context = context;
    this.#maxHeldBytes = maxFillingBytes + minFillingBytes;
    this.#errors = new ErrorObjects(errors, { ...common, writer: s3Writer(errors, settings, context) });
    this.#backup = backup && new SourceBackup(backup, { ...common, writer: s3Writer(backup, settings, context) });
    this.#exits = {
      drop: (record) => statistics.settle("dropped", [record]),
      fail: (failed, output) => this.#errors.add(failed, output),
    };
    const delivery = deliveryOf(settings, objects, { ...context, exits: this.#exits });
    this.#data = new RecordBuffers({
      ...common,
      ...limits,
      maxFillingBytes,
      deliver: (_, records) => delivery.deliver(records),
    });
    if (objects?.DynamicPartitioningConfiguration?.Enabled) this.#partitionOf = partitioner(objects.Prefix ?? "");
    if (processors.length > 0) this.#processing = this.#processingBuffers(settings, processors);
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
      else this.#buffer(record);
    }
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

  #processingBuffers(settings: DeliveryStreamSettings, processors: readonly Processor[]) {
    const { clock, onRoom: onDelivered } = this.#context;
    const source = { deliveryStreamArn: settings.arn, sourceKinesisStreamArn: settings.sourceArn };
    const hasPartitions = this.#partitionOf !== undefined;
    const processing = new Processing(processors, { ...this.#context, source, hasPartitions, exits: this.#exits });
    return new RecordBuffers<DeliveryRecord>({
      clock,
      ...processing.limits,
      maxDeliveries: maxInvocations,
      deliver: async (_, records) => {
        for (const record of await processing.process(records)) this.#buffer(record);
      },
      onDelivered,
    });
  }

  /** Puts a record into the buffer of its partition. */
  #buffer(record: ProcessedRecord): void {
    if (!this.#partitionOf) {
      this.#data.add("", record, record.data.length);
      return;
    }
    const partition = this.#partitionOf(record);
    if (partition === undefined) this.#fail(record, noPartitionKey, "metadata-extraction-failed");
    else if (!this.#data.isActive(partition) && this.#data.activeKeys >= maxActivePartitions) {
      this.#fail(record, tooManyPartitions, "activePartitionExceeded");
    } else this.#data.add(partition, record, record.data.length);
  }

  #fail(
    record: ProcessedRecord,
    error: DeliveryError,
    type: "metadata-extraction-failed" | "activePartitionExceeded",
  ): void {
    const attemptEndingMs = this.#context.clock.now();
    this.#exits.fail({ record, ...error, attemptsMade: 1, attemptEndingMs }, { type });
  }
}

const noPartitionKey: DeliveryError = {
  errorCode: metadataExtractionFailed,
  errorMessage: "partitionKeys values must not be null or empty",
};
const tooManyPartitions: DeliveryError = {
  errorCode: "DynamicPartitioning.ActivePartitionLimitExceeded",
  errorMessage: `The delivery stream has its maximum of ${maxActivePartitions} active partitions.`,
};

function s3Writer(place: S3Place, { name, versionId }: DeliveryStreamSettings, context: PipelineContext): S3Writer {
  return new S3Writer(place, { ...context, streamName: name, versionId });
}

/** What takes full buffers. */
function deliveryOf(
  settings: DeliveryStreamSettings,
  objects: S3Place | undefined,
  dependencies: PipelineContext & { readonly exits: Exits },
): S3Delivery | DestinationDelivery {
  const { destination: destinationSettings, name: streamName, arn: deliveryStreamArn } = settings;
  const destination = createDestination(destinationSettings, { ...dependencies, streamName, deliveryStreamArn });
  if (destination) return new DestinationDelivery(destination, destinationSettings, dependencies);
  if (!objects) throw new Error(`A destination of kind ${destinationSettings.kind} has nowhere to deliver to`);
  const { sink: s3, notice } = dependencies;
  const sink =
    destinationSettings.kind === "redshift"
      ? redshiftSink(s3, destinationSettings.description, streamName, notice)
      : s3;
  return new S3Delivery(objects, { ...dependencies, writer: s3Writer(objects, settings, { ...dependencies, sink }) });
}
