import type { Clock } from "../../clock";
import type { Metric } from "../../cloudwatch/metric-recorder";
import { bufferLimits } from "./buffer-limits";
import type { DeliveryRecord } from "./delivery-record";
import { oldestArrivalMs, secondsHeld } from "./oldest-arrival";
import { RecordBuffers } from "./record-buffers";
import type { S3Place, S3Writer } from "./s3-writer";
import { sharedReceipt } from "./shared-receipt";

/** What the backup works with. */
export interface SourceBackupDependencies {
  readonly clock: Clock;
  readonly writer: S3Writer;
  /** Age of the oldest record that it holds, seconds. */
  readonly dataFreshness: Metric;
  readonly onDelivered: () => void;
  /** Above which the largest buffer is closed before its time. */
  readonly maxFillingBytes: number;
}

/** Writes records to S3 as they came, beside their delivery. */
export class SourceBackup {
  readonly #clock: Clock;
  readonly #dataFreshness: Metric;
  readonly #writer: S3Writer;
  readonly #buffers: RecordBuffers<DeliveryRecord>;

  constructor({ BufferingHints }: S3Place, dependencies: SourceBackupDependencies) {
    this.#clock = dependencies.clock;
    this.#dataFreshness = dependencies.dataFreshness;
    this.#writer = dependencies.writer;
    this.#buffers = new RecordBuffers({
      ...dependencies,
      ...bufferLimits(BufferingHints),
      deliver: (records) => this.#deliver(records),
    });
  }

  /** Bytes in memory. */
  get heldBytes(): number {
    return this.#buffers.heldBytes;
  }

  /** Tells CloudWatch how old the oldest record is that is not written, 0 when there is none. */
  sample(): void {
    this.#dataFreshness.record(secondsHeld([...this.#buffers.firsts()], this.#clock.now()));
  }

  /** Takes records; those to deliver, which are settled once both ways are. */
  add(records: readonly DeliveryRecord[]): readonly DeliveryRecord[] {
    return records.map((record) => {
      const receipt = sharedReceipt(record.receipt, 2);
      const both = { ...record, receipt };
      this.#buffers.add("", both, record.data.length);
      return both;
    });
  }

  /** Resolves when all is written. */
  flush(): Promise<void> {
    return this.#buffers.flush();
  }

  /** Forgets what is not being written; resolves when the writes under way have ended. */
  discard(): Promise<void> {
    return this.#buffers.discard();
  }

  async #deliver(records: readonly DeliveryRecord[]): Promise<void> {
    const result = await this.#writer.write({
      chunks: records.map(({ data }) => data),
      records: records.length,
      arrivalMs: oldestArrivalMs(records),
    });
    if (result !== "stopped") for (const { receipt } of records) receipt.settle();
  }
}
