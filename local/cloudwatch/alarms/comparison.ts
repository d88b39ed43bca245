/** How a value is compared with the threshold; those of anomaly detection are not here. */
export const comparisonOperators = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
] as const;

/** How a value is compared with the threshold. */
export type ComparisonOperator = (typeof comparisonOperators)[number];

interface Comparison {
  readonly words: string;
  breaches(value: number, threshold: number): boolean;
}

const comparisons: Readonly<Record<ComparisonOperator, Comparison>> = {
  GreaterThanOrEqualToThreshold: {
    words: "greater than or equal to",
    breaches: (value, threshold) => value >= threshold,
  },
  GreaterThanThreshold: { words: "greater than", breaches: (value, threshold) => value > threshold },
  LessThanThreshold: { words: "less than", breaches: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: {
    words: "less than or equal to",
    breaches: (value, threshold) => value <= threshold,
  },
};

/** Whether a value is over the threshold, on the side that the operator names. */
export function breaches(operator: ComparisonOperator, value: number, threshold: number): boolean {
  return comparisons[operator].breaches(value, threshold);
}

/** The operator as reasons spell it: `greater than`. */
export function comparisonWords(operator: ComparisonOperator): string {
  return comparisons[operator].words;
}
