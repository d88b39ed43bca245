import { Histogram } from "./histogram";
import type { Observation } from "./observation";
import { percentiles } from "./percentiles";
import { basicValue, type Statistic } from "./statistic";

/** From `startMs` on, before `endMs`; milliseconds since the epoch. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

const slotsPerBlock = 60;

/** Sixty periods side by side. */
class Block {
  readonly counts = new Float64Array(slotsPerBlock);
  readonly sums = new Float64Array(slotsPerBlock);
  readonly minima = new Float64Array(slotsPerBlock).fill(Number.POSITIVE_INFINITY);
  readonly maxima = new Float64Array(slotsPerBlock).fill(Number.NEGATIVE_INFINITY);
  readonly histogram = new Histogram();
}

/** What a series saw in each period of one length, in blocks that go when they are old. */
export class Periods {
  readonly #periodMs: number;
  readonly #blocks = new Map<number, Block>();

  /** @param periodMs the shortest period that can be read */
  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** Whether it holds nothing. */
  get isEmpty(): boolean {
    return this.#blocks.size === 0;
  }

  /** Adds what was seen at a time; the single values are known when they are all the same. */
  add(atMs: number, { count, sum, minimum, maximum }: Observation): void {
    if (count === 0) return;
    const period = Math.floor(atMs / this.#periodMs);
    const number = Math.floor(period / slotsPerBlock);
    const slot = period - number * slotsPerBlock;
    let block = this.#blocks.get(number);
    if (!block) {
      block = new Block();
      this.#blocks.set(number, block);
    }
    block.counts[slot] = (block.counts[slot] ?? 0) + count;
    block.sums[slot] = (block.sums[slot] ?? 0) + sum;
    block.minima[slot] = Math.min(block.minima[slot] ?? minimum, minimum);
    block.maxima[slot] = Math.max(block.maxima[slot] ?? maximum, maximum);
    block.histogram.add(slot, minimum === maximum ? minimum : undefined, count);
  }

  /** Forgets the blocks that ended before then. */
  forget(beforeMs: number): void {
    const blockMs = this.#periodMs * slotsPerBlock;
    for (const number of this.#blocks.keys()) if ((number + 1) * blockMs <= beforeMs) this.#blocks.delete(number);
  }

  /**
   * A statistic of each period that begins in a range, whole, and NaN where nothing was seen.
   * @param range begins with a period of this series
   * @param periodMs a multiple of this series' own
   */
  read(range: TimeRange, periodMs: number, statistic: Statistic): Float64Array {
    const length = Math.max(0, Math.ceil((range.endMs - range.startMs) / periodMs));
    const sums = Array.from({ length }, () => ({ ...nothing }));
    const indexOf = (number: number, slot: number) =>
      Math.floor(((number * slotsPerBlock + slot) * this.#periodMs - range.startMs) / periodMs);
    const blocks = this.#blocksBetween(range.startMs, range.startMs + length * periodMs);
    for (const [number, block] of blocks) {
      for (let slot = 0; slot < slotsPerBlock; slot++) addSlot(sums[indexOf(number, slot)], block, slot);
    }
    if (typeof statistic === "string") {
      return Float64Array.from(sums, (sum) => (sum.count === 0 ? Number.NaN : basicValue(statistic, sum)));
    }
    const histograms = blocks.map(([number, { histogram }]) => ({
      histogram,
      periodOf: Int32Array.from({ length: slotsPerBlock }, (_, slot) => indexOf(number, slot)),
    }));
    return percentiles(statistic.percentile, sums, (visit) => {
      for (const { histogram, periodOf } of histograms) {
        histogram.forEach((slot, bucket, count) => {
          const period = periodOf[slot] ?? 0;
          if (period >= 0 && period < length) visit(period, bucket, count);
        });
      }
    });
  }

  #blocksBetween(startMs: number, endMs: number): [number, Block][] {
    const blockMs = this.#periodMs * slotsPerBlock;
    return [...this.#blocks].filter(([number]) => number * blockMs < endMs && (number + 1) * blockMs > startMs);
  }
}

const nothing = {
  count: 0,
  sum: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
};

/** @param into undefined for what lies outside the range */
function addSlot(into: { -readonly [member in keyof Observation]: number } | undefined, block: Block, slot: number) {
  const count = block.counts[slot] ?? 0;
  if (!into || count === 0) return;
  into.count += count;
  into.sum += block.sums[slot] ?? 0;
  into.minimum = Math.min(into.minimum, block.minima[slot] ?? into.minimum);
  into.maximum = Math.max(into.maximum, block.maxima[slot] ?? into.maximum);
}
