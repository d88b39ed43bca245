import type { KinesisRecord } from "../reader";
import type { SequenceNumbers } from "../sequence-numbers";
import type { RecordPlace } from "./frame";

/** A record that lies in the bytes of its log: what of it is asked for is made then, and each time anew. */
export class LoggedRecord implements KinesisRecord {
  readonly index: number;
  readonly arrivalMs: number;
  readonly #log: Buffer;
  readonly #place: RecordPlace;
  readonly #sequenceNumbers: SequenceNumbers;

  /** @param log the bytes that it lies in, never changed */
  constructor(index: number, arrivalMs: number, log: Buffer, place: RecordPlace, sequenceNumbers: SequenceNumbers) {
    this.index = index;
    this.arrivalMs = arrivalMs;
    this.#log = log;
    this.#place = place;
    this.#sequenceNumbers = sequenceNumbers;
  }

  get sequenceNumber(): string {
    return this.#sequenceNumbers.at(this.index, this.arrivalMs);
  }

  get partitionKey(): string {
    return this.#log.toString("utf8", this.#place.keyAt, this.#place.dataAt);
  }

  get data(): string {
    return this.#log.toString("base64", this.#place.dataAt, this.#place.endAt);
  }

  get bytes(): Buffer {
    return this.#log.subarray(this.#place.dataAt, this.#place.endAt);
  }

  get sizeBytes(): number {
    return this.#place.endAt - this.#place.keyAt;
  }
}
