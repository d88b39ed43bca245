import type { Clock } from "../../clock";
import type { Metric, MetricRecorder } from "../metric-recorder";
import type { MetricStore } from "./metric-store";
import { observed } from "./observation";

/** Four in a minute, at its full quarters: an alarm's minute sees what a state was in it, not only at its end. */
const sampleEveryMs = 15_000;

/** Takes the engines' metrics into the store, at the clock's time. */
export class ClockedRecorder implements MetricRecorder {
  readonly #clock: Clock;
  readonly #store: MetricStore;
  readonly #samples = new Set<() => void>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, store: MetricStore) {
    this.#clock = clock;
    this.#store = store;
  }

  metric(namespace: string, name: string, dimensions: Readonly<Record<string, string>>, unit: string): Metric {
    const write = this.#store.writer({ namespace, name, dimensions }, unit);
    return { record: (value, count) => write(this.#clock.now(), observed(value, count), false) };
  }

  onSample(sample: () => void): () => void {
    // The same function may be given twice.
    const own = () => sample();
    this.#samples.add(own);
    if (!this.#cancel) this.#plan();
    return () => {
      this.#samples.delete(own);
      if (this.#samples.size === 0) this.close();
    };
  }

  /** Takes no more samples. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #plan(): void {
    this.#cancel = this.#clock.schedule(
      () => {
        this.#plan();
        for (const sample of [...this.#samples]) sample();
      },
      sampleEveryMs - (this.#clock.now() % sampleEveryMs),
    );
  }
}
