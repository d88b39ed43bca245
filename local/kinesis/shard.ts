import { FanOuts } from "./fan-out/fan-outs";
import type { HashKeyRange } from "./hash-key";
import type { UnwrittenRecord } from "./log/frame";
import type { KeptShard } from "./log/kept-stream";
import type { ShardLog } from "./log/shard-log";
import type { KinesisRecord, ShardReader } from "./reader";
import { SequenceNumbers } from "./sequence-numbers";
import { ShardRates } from "./shard-rates";

/** What a shard is made of. */
export interface ShardOptions {
  readonly state: KeptShard;
  /** Where its records go. */
  readonly openLog: (shardId: string, sequenceNumbers: SequenceNumbers) => ShardLog;
  /** Arrival of the oldest record that retention keeps, milliseconds since the epoch. */
  readonly trimHorizonMs: () => number;
  /** Whether the shard refuses what exceeds AWS's rates. */
  readonly limits: boolean;
}

/** What an acknowledged record is known by. */
export type RecordPosition = Pick<KinesisRecord, "sequenceNumber" | "arrivalMs">;

/** One shard: a range of hash keys, the records put into it, and the rates that AWS allows it. */
export class Shard implements ShardReader {
  readonly shardId: string;
  readonly number: number;
  readonly hashKeys: HashKeyRange;
  readonly parentShardIds: readonly string[];
  readonly sequenceNumbers: SequenceNumbers;
  /** What may still be done with it in the present second. */
  readonly rates: ShardRates;
  /** Its subscriptions, whose rates are their own. */
  readonly fanOuts: FanOuts;
  /** When it was made, milliseconds since the epoch. */
  readonly createdMs: number;
  readonly #trimHorizonMs: () => number;
  readonly #log: ShardLog;
  readonly #listeners = new Set<() => void>();
  #lastArrivalMs: number;
  #closed: KeptShard["closed"];

  constructor({ state, openLog, trimHorizonMs, limits }: ShardOptions) {
    this.number = state.number;
    this.shardId = `shardId-${String(state.number).padStart(12, "0")}`;
    this.hashKeys = state.hashKeys;
    this.parentShardIds = state.parentShardIds;
    this.createdMs = state.createdMs;
    this.rates = new ShardRates(limits);
    this.fanOuts = new FanOuts(limits);
    this.sequenceNumbers = new SequenceNumbers(state.createdSeconds, state.number);
    this.#trimHorizonMs = trimHorizonMs;
    this.#log = openLog(this.shardId, this.sequenceNumbers);
    this.#lastArrivalMs = this.#log.lastArrivalMs ?? state.createdMs;
    this.#closed = state.closed;
  }

  /** What the next process makes it from. */
  get state(): KeptShard {
    return {
      number: this.number,
      hashKeys: this.hashKeys,
      parentShardIds: this.parentShardIds,
      createdMs: this.createdMs,
      createdSeconds: this.sequenceNumbers.createdSeconds,
      firstIndex: this.#log.firstIndex,
      nextIndex: this.nextIndex,
      closed: this.#closed,
    };
  }

  get closed(): boolean {
    return this.#closed !== undefined;
  }

  /** When it closed, milliseconds since the epoch. */
  get closedMs(): number | undefined {
    return this.#closed?.atMs;
  }

  /** Greater than any of its records' once it is closed. */
  get endingSequenceNumber(): string | undefined {
    return this.#closed?.endingSequenceNumber;
  }

  get firstIndex(): number {
    this.trim();
    return this.#log.firstIndex;
  }

  get nextIndex(): number {
    return this.#log.nextIndex;
  }

  read(fromIndex: number, maxRecords: number, maxBytes: number): readonly KinesisRecord[] {
    this.trim();
    return this.#log.read(fromIndex, maxRecords, maxBytes);
  }

  indexAt(timestampMs: number): number {
    this.trim();
    return this.#log.indexAt(timestampMs);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the record gets that is put at `nowMs`, when `ahead` others go before it. */
  nextPosition(ahead: number, nowMs: number): RecordPosition {
    const arrivalMs = this.#arrivalAt(nowMs);
    return { sequenceNumber: this.sequenceNumbers.at(this.nextIndex + ahead, arrivalMs), arrivalMs };
  }

  /** Adds records that came together: all of them, or none if it throws. */
  append(records: readonly UnwrittenRecord[], nowMs: number): void {
    this.trim();
    const arrivalMs = this.#arrivalAt(nowMs);
    this.#log.append(records, arrivalMs);
    this.#lastArrivalMs = arrivalMs;
    this.#announce();
  }

  /** Lets go of what retention no longer keeps. */
  trim(): void {
    this.#log.trim(this.#trimHorizonMs());
  }

  /** Ends the shard: it is read on, and written no more. */
  close(nowMs: number): void {
    // Not before its last record, with which retention would take it too early.
    const atMs = this.#arrivalAt(nowMs);
    // One position is left free between the last record and the end.
    this.#closed = { atMs, endingSequenceNumber: this.sequenceNumbers.at(this.nextIndex + 1, atMs) };
    this.#announce();
  }

  /** Takes it away with its records, on disk too: readers that are left find nothing. */
  delete(): void {
    this.#log.delete();
  }

  /** A machine's clock may be set back; arrival never is, or a search by time would go wrong. */
  #arrivalAt(nowMs: number): number {
    return Math.max(nowMs, this.#lastArrivalMs);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What a new shard begins as; `parents` are those that it follows, closed. */
export function newShardState(
  number: number,
  hashKeys: HashKeyRange,
  parents: readonly Shard[],
  createdMs: number,
): KeptShard {
  // A parent of the same second would leave its numbers among its children's.
  const parentSeconds = parents.map(({ sequenceNumbers }) => sequenceNumbers.createdSeconds + 1);
  const createdSeconds = Math.max(Math.floor(createdMs / 1000), ...parentSeconds);
  const parentShardIds = parents.map(({ shardId }) => shardId);
  return { number, hashKeys, parentShardIds, createdMs, createdSeconds, firstIndex: 0, nextIndex: 0 };
}
