import { type DeliveryMetric, partitionMetrics } from "../delivery-metrics";
import type { DeliveryError } from "../destinations/delivery-retries";
import { metadataExtractionFailed, partitioner } from "../processing/partitioner";
import type { Exits, ProcessedRecord } from "./processed-record";
import { type BufferOptions, RecordBuffers } from "./record-buffers";

/** What partition buffers are made from. */
export interface PartitionBufferOptions extends BufferOptions<ProcessedRecord> {
  /** Of the destination. Absent without dynamic partitioning: then all records share a buffer. */
  readonly prefix: string | undefined;
  readonly exits: Exits;
  readonly metric: DeliveryMetric;
}

/** AWS's quota of active partitions, unless it raised it. */
const maxActivePartitions = 500;

const noPartitionKey: DeliveryError = {
  errorCode: metadataExtractionFailed,
  errorMessage: "partitionKeys values must not be null or empty",
};
const tooManyPartitions: DeliveryError = {
  errorCode: "DynamicPartitioning.ActivePartitionLimitExceeded",
  errorMessage: `The delivery stream has its maximum of ${maxActivePartitions} active partitions.`,
};

/** Collects processed records for their delivery, those of each partition in a buffer of their own. */
export class PartitionBuffers {
  readonly #options: PartitionBufferOptions;
  readonly #partitionOf: ReturnType<typeof partitioner> | undefined;
  readonly #buffers: RecordBuffers<ProcessedRecord>;
  /** Absent without dynamic partitioning. */
  readonly #metrics: ReturnType<typeof partitionMetrics> | undefined;

  constructor(options: PartitionBufferOptions) {
    this.#options = options;
    if (options.prefix !== undefined) {
      this.#partitionOf = partitioner(options.prefix);
      this.#metrics = partitionMetrics(options.metric);
    }
    this.#buffers = new RecordBuffers(options);
  }

  /** Bytes in memory. */
  get heldBytes(): number {
    return this.#buffers.heldBytes;
  }

  /** Of each buffer, the record that came first. */
  firsts(): Iterable<ProcessedRecord> {
    return this.#buffers.firsts();
  }

  /** Tells CloudWatch how many partitions are active. */
  sample(): void {
    this.#metrics?.count.record(this.#buffers.activeKeys);
    this.#metrics?.exceeded.record(0);
  }

  /** Takes a record; one whose partition can't be told, or is one too many, goes to the error output. */
  add(record: ProcessedRecord): void {
    const partition = this.#partitionOf ? this.#partitionOf(record) : "";
    if (partition === undefined) this.#fail(record, noPartitionKey, "metadata-extraction-failed");
    else if (!this.#buffers.isActive(partition) && this.#buffers.activeKeys >= maxActivePartitions) {
      this.#metrics?.exceeded.record(1);
      this.#fail(record, tooManyPartitions, "activePartitionExceeded");
    } else this.#buffers.add(partition, record, record.data.length);
  }

  /** Resolves when all is delivered. */
  flush(): Promise<void> {
    return this.#buffers.flush();
  }

  /** Forgets what is not being delivered; resolves when the deliveries under way have ended. */
  discard(): Promise<void> {
    return this.#buffers.discard();
  }

  #fail(
    record: ProcessedRecord,
    error: DeliveryError,
    type: "metadata-extraction-failed" | "activePartitionExceeded",
  ): void {
    const { clock, exits } = this.#options;
    exits.fail({ record, ...error, attemptsMade: 1, attemptEndingMs: clock.now() }, { type });
  }
}
