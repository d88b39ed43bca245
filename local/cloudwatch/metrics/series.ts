import type { Dimensions } from "../metric-recorder";
import type { Observation } from "./observation";
import { Periods, type TimeRange } from "./periods";
import type { Statistic } from "./statistic";

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** AWS keeps minutes for 15 days; a day is as long as anybody looks at a local run. */
const minutesKeptMs = 24 * hourMs;
/** As AWS does. */
const secondsKeptMs = 3 * hourMs;

/** What a metric is known by. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** The values of one metric in one unit. */
export class Series {
  readonly metric: MetricName;
  readonly unit: string;
  /** When it was last given a value, milliseconds since the epoch. */
  lastMs = Number.NEGATIVE_INFINITY;
  readonly #minutes = new Periods(minuteMs);
  /** Made when high-resolution values come. */
  #seconds: Periods | undefined;

  constructor(metric: MetricName, unit: string) {
    this.metric = metric;
    this.unit = unit;
  }

  /** Whether it holds nothing any more. */
  get isEmpty(): boolean {
    return this.#minutes.isEmpty;
  }

  /** @param isHighResolution whether it can be read by seconds, too */
  add(atMs: number, observation: Observation, isHighResolution: boolean): void {
    this.lastMs = Math.max(this.lastMs, atMs);
    this.#minutes.add(atMs, observation);
    if (!isHighResolution) return;
    this.#seconds ??= new Periods(1_000);
    this.#seconds.add(atMs, observation);
  }

  /** A statistic of each period of a range, NaN where there is none; periods under a minute are of high resolution. */
  read(range: TimeRange, periodMs: number, statistic: Statistic): Float64Array {
    const periods = periodMs < minuteMs ? (this.#seconds ?? new Periods(1_000)) : this.#minutes;
    return periods.read(range, periodMs, statistic);
  }

  /** Forgets what is too old to be read. */
  forget(nowMs: number): void {
    this.#minutes.forget(nowMs - minutesKeptMs);
    this.#seconds?.forget(nowMs - secondsKeptMs);
    if (this.#seconds?.isEmpty) this.#seconds = undefined;
  }
}
