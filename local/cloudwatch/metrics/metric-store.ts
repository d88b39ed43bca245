import type { Clock } from "../../clock";
import type { Observation } from "./observation";
import { type MetricName, Series } from "./series";

const hourMs = 3_600_000;

/** All metrics of an account and region, in memory. */
export class MetricStore {
  readonly #clock: Clock;
  /** By metric, then by unit. */
  readonly #metrics = new Map<string, Map<string, Series>>();
  /** The hour in which old values were forgotten. */
  #tidiedHour = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Gives what adds values to a metric.
   * @param unit CloudWatch's
   */
  writer(
    metric: MetricName,
    unit: string,
  ): (atMs: number, observation: Observation, isHighResolution: boolean) => void {
    const key = keyOf(metric);
    let series: Series | undefined;
    let foundInHour = -1;
    return (atMs, observation, isHighResolution) => {
      if (Math.floor(atMs / hourMs) !== this.#tidiedHour) this.#tidy();
      // A series is forgotten at the beginning of an hour, or not before the next.
      if (!series || foundInHour !== this.#tidiedHour) {
        series = this.#series(key, metric, unit);
        foundInHour = this.#tidiedHour;
      }
      series.add(atMs, observation, isHighResolution);
    };
  }

  /** The series of a metric, by unit: none for a metric with other dimensions, since CloudWatch never adds up over them. */
  seriesOf(metric: MetricName): readonly Series[] {
    const units = this.#metrics.get(keyOf(metric))?.values() ?? [];
    return [...units].sort((one, other) => (one.unit < other.unit ? -1 : 1));
  }

  /** Every metric that has values, by its key, and when it was last given one. */
  list(): { readonly key: string; readonly metric: MetricName; readonly lastMs: number }[] {
    return [...this.#metrics].flatMap(([key, units]) => {
      const lastMs = Math.max(...[...units.values()].map((series) => series.lastMs));
      return [...units.values()].slice(0, 1).map(({ metric }) => ({ key, metric, lastMs }));
    });
  }

  #series(key: string, metric: MetricName, unit: string): Series {
    let units = this.#metrics.get(key);
    if (!units) {
      units = new Map();
      this.#metrics.set(key, units);
    }
    let series = units.get(unit);
    if (!series) {
      series = new Series(metric, unit);
      units.set(unit, series);
    }
    return series;
  }

  /** Forgets old values, and the metrics that have no others, once an hour. */
  #tidy(): void {
    const nowMs = this.#clock.now();
    const hour = Math.floor(nowMs / hourMs);
    if (hour === this.#tidiedHour) return;
    this.#tidiedHour = hour;
    for (const [key, units] of this.#metrics) {
      for (const [unit, series] of units) {
        series.forget(nowMs);
        if (series.isEmpty) units.delete(unit);
      }
      if (units.size === 0) this.#metrics.delete(key);
    }
  }
}

/** Dimensions are a set: their order says nothing. */
function keyOf({ namespace, name, dimensions }: MetricName): string {
  const sorted = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
