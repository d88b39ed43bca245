const operators = {
  GreaterThanOrEqualToThreshold: {
    words: "greater than or equal to",
    breaches: (value: number, threshold: number) => value >= threshold,
  },
  GreaterThanThreshold: {
    words: "greater than",
    breaches: (value: number, threshold: number) => value > threshold,
  },
  LessThanThreshold: {
    words: "less than",
    breaches: (value: number, threshold: number) => value < threshold,
  },
  LessThanOrEqualToThreshold: {
    words: "less than or equal to",
    breaches: (value: number, threshold: number) => value <= threshold,
  },
} as const;

/** How a value is compared with the threshold; those of anomaly detection are not here. */
export type ComparisonOperator = keyof typeof operators;

/** All of them. */
export const comparisonOperators: readonly string[] = Object.keys(operators);

/** Whether a value is over the threshold, on the side that the operator names. */
export function breaches(operator: ComparisonOperator, value: number, threshold: number): boolean {
  return operators[operator].breaches(value, threshold);
}

/** The operator as reasons spell it: `greater than`. */
export function comparisonWords(operator: ComparisonOperator): string {
  return operators[operator].words;
}
