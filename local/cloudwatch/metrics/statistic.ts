import type { Observation } from "./observation";

/** CloudWatch's basic statistics. */
export const basicStatistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;

/** A basic statistic. */
export type BasicStatistic = (typeof basicStatistics)[number];

/** A basic statistic, or the percentile that `p99.9` names. */
export type Statistic = BasicStatistic | { readonly percentile: number };

const percentilePattern = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;

/** Reads what MetricStat and ExtendedStatistics name; undefined for what is not here, such as trimmed means. */
export function readStatistic(text: string): Statistic | undefined {
  const [, percentile] = percentilePattern.exec(text) ?? [];
  return percentile === undefined
    ? basicStatistics.find((statistic) => statistic === text)
    : { percentile: Number(percentile) };
}

/** The statistic of a period's values. */
export function basicValue(statistic: BasicStatistic, { count, sum, minimum, maximum }: Observation): number {
  switch (statistic) {
    case "SampleCount":
      return count;
    case "Average":
      return sum / count;
    case "Sum":
      return sum;
    case "Minimum":
      return minimum;
    case "Maximum":
      return maximum;
  }
}
