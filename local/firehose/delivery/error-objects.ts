import type { Clock } from "../../clock";
import type { FailedRecord } from "../destinations/destination";
import { bufferLimits } from "./buffer-limits";
import type { DeliveryStatistics } from "./delivery-statistics";
import { type ErrorOutput, errorLine } from "./error-output";
import { oldestArrivalMs } from "./oldest-arrival";
import { RecordBuffers } from "./record-buffers";
import type { S3Place, S3Writer } from "./s3-writer";

interface ErrorEntry {
  readonly failed: FailedRecord;
  readonly output: ErrorOutput;
}

/** What the error output works with. */
export interface ErrorObjectsDependencies {
  readonly clock: Clock;
  readonly writer: S3Writer;
  readonly statistics: DeliveryStatistics;
  readonly onDelivered: () => void;
  /** Above which the largest buffer is closed before its time. */
  readonly maxFillingBytes: number;
}

/** Collects records that can't be delivered, each kind of error by itself, and writes them to the error output. */
export class ErrorObjects {
  readonly #dependencies: ErrorObjectsDependencies;
  readonly #buffers: RecordBuffers<ErrorEntry>;

  constructor({ BufferingHints }: S3Place, dependencies: ErrorObjectsDependencies) {
    this.#dependencies = dependencies;
    this.#buffers = new RecordBuffers({
      ...dependencies,
      ...bufferLimits(BufferingHints),
      deliver: (entries) => this.#deliver(entries),
    });
  }

  /** Bytes in memory. */
  get heldBytes(): number {
    return this.#buffers.heldBytes;
  }

  /** Takes a record that can't be delivered. */
  add(failed: FailedRecord, output: ErrorOutput): void {
    this.#buffers.add(output.type, { failed, output }, failed.record.data.length);
  }

  /** Resolves when all is written. */
  flush(): Promise<void> {
    return this.#buffers.flush();
  }

  /** Forgets what is not being written; resolves when the writes under way have ended. */
  discard(): Promise<void> {
    return this.#buffers.discard();
  }

  async #deliver(entries: readonly ErrorEntry[]): Promise<void> {
    const { writer, statistics } = this.#dependencies;
    const records = entries.map(({ failed }) => failed.record);
    const result = await writer.write({
      chunks: entries.map(({ failed, output }) => errorLine(failed, output)),
      records: records.length,
      arrivalMs: oldestArrivalMs(records),
      errorOutputType: entries[0]?.output.type,
    });
    if (result !== "stopped") statistics.settle(result === "written" ? "failed" : "lost", records);
  }
}
