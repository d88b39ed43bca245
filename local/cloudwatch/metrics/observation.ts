/** Values that were seen, as one value and its count, or as a statistic set. */
export interface Observation {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** One value, seen `count` times. */
export function observed(value: number, count = 1): Observation {
  return { count, sum: value * count, minimum: value, maximum: value };
}
