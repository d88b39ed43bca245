import type { Environment } from "../../environments";
import type { ResolvedResource } from "../../local/terraform/stack";
import type { MetricUnit } from "../../modules/metric/metric";

/** What CloudWatch can make of a period's values; `percentile` stands for all of them. */
export type StatisticKind = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | "percentile";

/** What an alarm compares a metric's values with. */
export interface Comparison {
  readonly statistic: StatisticKind;
  readonly threshold: number;
}

/** A metric of one service, for each resource that emits it with the same dimensions. */
export interface EmittedMetric<Emitter> {
  readonly name: string;
  readonly unit: MetricUnit;
  /** Those that AWS's page calls valid or meaningful. */
  readonly statistics: readonly StatisticKind[];
  /** Whether a resource emits it at all; each does when left out. */
  readonly when?: (emitter: Emitter) => boolean;
  /** Whether its unit is meant of each second, as in a quota. */
  readonly isPerSecond?: boolean;
  /** The most that there can be of it in a second; for one that is per second, what it is. */
  readonly perSecondLimit?: (emitter: Emitter) => number;
  /** Which thresholds mean something, other than those that the unit says. */
  readonly thresholds?: (emitter: Emitter, statistic: StatisticKind) => Thresholds | undefined;
  /** For an age: that of the records that are gone, in milliseconds. */
  readonly retentionMs?: (emitter: Emitter) => number;
}

/** Thresholds that mean something, both ends included. */
export interface Thresholds {
  readonly from: number;
  readonly to: number;
  /** Why: completes "it lies between .. and ..:". */
  readonly why: string;
}

/** The metrics of one service that have the same dimensions. */
export interface MetricFamily<Emitter> {
  readonly namespace: string;
  /** Title of the page of AWS's documentation that says all this, or the file that makes them. */
  readonly source: string;
  readonly emitters: (
    resources: readonly ResolvedResource[],
    environment: Environment,
  ) => readonly (Emitter & { readonly dimensions: Dimensions })[];
  readonly metrics: readonly EmittedMetric<Emitter>[];
}

/** A pattern stands for what is not known before it runs, such as a shard's id. */
export type Dimensions = Readonly<Record<string, string | RegExp>>;

/** One metric of one resource: what an alarm can watch. */
export interface EmittedSeries {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly unit: MetricUnit;
  readonly statistics: readonly StatisticKind[];
  readonly isPerSecond?: boolean;
  readonly perSecondLimit: number | undefined;
  readonly retentionMs: number | undefined;
  readonly thresholds: (statistic: StatisticKind) => Thresholds;
}

/** Says what the resources of an environment emit. */
export type SeriesOf = (resources: readonly ResolvedResource[], environment: Environment) => EmittedSeries[];

/** Makes the series of a family: one for each of its metrics and each resource that emits it. */
export function seriesOfFamily<Emitter = unknown>(family: MetricFamily<Emitter>): SeriesOf {
  return (resources, environment) =>
    family.emitters(resources, environment).flatMap((emitter) =>
      family.metrics
        .filter(({ when }) => when?.(emitter) ?? true)
        .map(({ perSecondLimit, retentionMs, thresholds, ...metric }) => ({
          ...metric,
          namespace: family.namespace,
          dimensions: emitter.dimensions,
          perSecondLimit: perSecondLimit?.(emitter),
          retentionMs: retentionMs?.(emitter),
          thresholds: (statistic) => thresholds?.(emitter, statistic) ?? thresholdsOf(metric.unit),
        })),
    );
}

function thresholdsOf(unit: MetricUnit): Thresholds {
  if (unit === "Percent") return { from: 0, to: 100, why: "a percentage is no more than 100" };
  return { from: 0, to: Number.POSITIVE_INFINITY, why: "it is never negative" };
}

/** For a metric that is 1 for a request it is about and 0 for another: an average is the share of those requests. */
export function shareOfRequests(_emitter: unknown, statistic: StatisticKind): Thresholds | undefined {
  if (statistic !== "Average") return undefined;
  return { from: 0.001, to: 0.999, why: "the average of zeros and ones is a share" };
}
