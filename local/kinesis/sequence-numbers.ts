import { LinearDecimal } from "./linear-decimal";

// The bits of a sequence number, as AWS has them, from the highest: version, the second its shard was made, its
// position in the shard, the second it arrived, its shard's number, version again. A later shard's numbers are
// therefore all greater than its parents', and all numbers have 56 decimal digits, so that they sort as text too.
const topBit = 1n << 185n;
const createdShift = 148n;
const positionShift = 80n;
/** Below the position, and above the second of arrival: set where a number lies between two records'. */
const afterBit = 1n << 72n;
const arrivedShift = 36n;
const shardShift = 4n;
const version = 2n;
const secondsMask = (1n << 36n) - 1n;
const positionMask = (1n << 64n) - 1n;
const shardMask = (1n << 32n) - 1n;

/** The sequence numbers of one shard. */
export class SequenceNumbers {
  /** The second since the epoch that stands in every number of the shard; children's is later than parents'. */
  readonly createdSeconds: number;
  readonly #base: bigint;
  readonly #numbers: LinearDecimal;

  constructor(createdSeconds: number, shardNumber: number) {
    this.createdSeconds = createdSeconds;
    this.#base = topBit | (BigInt(createdSeconds) << createdShift) | (BigInt(shardNumber) << shardShift) | version;
    this.#numbers = new LinearDecimal(this.#base, 1n << positionShift, 1n << arrivedShift);
  }

  /** Lies before the first record's (a shard's `StartingSequenceNumber`). */
  get start(): string {
    return this.#base.toString();
  }

  /** The number of the record at `index`, put at `arrivalMs`. */
  at(index: number, arrivalMs: number): string {
    return this.#numbers.at(index + 1, Math.floor(arrivalMs / 1000));
  }

  /**
   * Lies after the record at `index` and before the next one (-1: before the first), so that who begins at it and who
   * begins after it read the same: a `ContinuationSequenceNumber`, good for either.
   */
  after(index: number, nowMs: number): string {
    return (BigInt(this.at(index, nowMs)) | afterBit).toString();
  }
}

/** What a sequence number tells. */
export interface ParsedSequenceNumber {
  readonly createdSeconds: number;
  readonly shardNumber: number;
  /** Of the record in its shard; -1 for the shard's start. */
  readonly index: number;
  /** Whether it lies after that record, and is no record's own. */
  readonly isAfter: boolean;
  /** Since the epoch; 0 for the shard's start. */
  readonly arrivedSeconds: number;
}

/** Reads a number that `SequenceNumbers` may have made; undefined when it can't have. */
export function parseSequenceNumber(text: string): ParsedSequenceNumber | undefined {
  const value = BigInt(text);
  if (value >> 184n !== topBit >> 184n || (value & 0xfn) !== version) return undefined;
  return {
    createdSeconds: Number((value >> createdShift) & secondsMask),
    shardNumber: Number((value >> shardShift) & shardMask),
    index: Number((value >> positionShift) & positionMask) - 1,
    isAfter: (value & afterBit) !== 0n,
    arrivedSeconds: Number((value >> arrivedShift) & secondsMask),
  };
}
