import { middleOf, noBucket } from "./log-scale";
import type { Observation } from "./observation";

// Here and not imported: where a loader makes imports into properties, a loop that reads one is ten times as slow.
const withoutBucket = noBucket;

/** What says how many values of which period fell into which bucket; a period and bucket may come more than once. */
export type Entries = (visit: (period: number, bucket: number, count: number) => void) => void;

/**
 * The smallest value of each period that at least `percentile` % of all its values do not exceed, within
 * `percentileError`; NaN where AWS has none: with values below zero, or a statistic set of several values.
 * @param entries none of another period than those of `totals`
 */
export function percentiles(percentile: number, totals: readonly Observation[], entries: Entries): Float64Array {
  // Grown with the entries instead of counted before, arrays would be most of the work.
  const begins = beginsOf(totals.length, entries);
  const length = begins[totals.length] ?? 0;
  const [buckets, counts, ends] = [new Uint16Array(length), new Float64Array(length), begins.slice()];
  entries((period, bucket, count) => {
    const place = ends[period] ?? 0;
    ends[period] = place + 1;
    buckets[place] = bucket;
    counts[place] = count;
  });
  return Float64Array.from(totals, (total, period) => {
    const [begin = 0, end = 0] = [begins[period], ends[period]];
    if (begin === end || buckets.subarray(begin, end).includes(withoutBucket)) return Number.NaN;
    const middle = middleOf(reachingBucket(buckets, counts, begin, end, (percentile / 100) * total.count));
    return Math.min(total.maximum, Math.max(total.minimum, middle));
  });
}

/** Where each period's entries begin when they stand by period, and where the last one's end. */
function beginsOf(periods: number, entries: Entries): Uint32Array {
  const begins = new Uint32Array(periods + 1);
  entries((period) => {
    begins[period + 1] = (begins[period + 1] ?? 0) + 1;
  });
  for (let period = 1; period <= periods; period++) begins[period] = (begins[period] ?? 0) + (begins[period - 1] ?? 0);
  return begins;
}

/**
 * The lowest bucket that together with all lower ones has so many values. It puts the entries on either side of one of
 * them, and goes on with the side that the bucket is on, which takes a fraction of the time of sorting them.
 */
function reachingBucket(
  buckets: Uint16Array,
  counts: Float64Array,
  begin: number,
  end: number,
  wanted: number,
): number {
  let [from, to, left] = [begin, end, wanted];
  for (;;) {
    const pivot = buckets[(from + to) >>> 1] ?? 0;
    let [lower, higher, lowerCount, pivotCount] = [from, to, 0, 0];
    for (let place = from; place < higher; ) {
      const bucket = buckets[place] ?? 0;
      const count = counts[place] ?? 0;
      if (bucket === pivot) {
        pivotCount += count;
        place++;
        continue;
      }
      const other = bucket < pivot ? lower++ : --higher;
      buckets[place] = buckets[other] ?? 0;
      counts[place] = counts[other] ?? 0;
      buckets[other] = bucket;
      counts[other] = count;
      if (bucket > pivot) continue;
      lowerCount += count;
      place++;
    }
    if (lower > from && lowerCount >= left) to = lower;
    else if (lowerCount + pivotCount >= left || higher === to) return pivot;
    else [from, left] = [higher, left - lowerCount - pivotCount];
  }
}
