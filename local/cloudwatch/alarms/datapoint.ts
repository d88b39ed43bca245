/** What a metric was in one period. */
export interface Datapoint {
  /** When the period begins, milliseconds since the epoch. */
  readonly atMs: number;
  /** Undefined where nothing was seen. */
  readonly value: number | undefined;
  /** How many values it is of; undefined for expressions. */
  readonly sampleCount: number | undefined;
}
