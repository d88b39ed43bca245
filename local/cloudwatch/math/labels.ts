import type { MetricDataQuery, MetricStat } from "./metric-data-query";

/**
 * What CloudWatch calls the queries that have no label, by id: an expression by its id, a metric by its name and by what
 * tells it from the other metrics.
 */
export function defaultLabels(queries: readonly MetricDataQuery[]): ReadonlyMap<string, string> {
  const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
  const telling = [dimensionsOf, (stat: MetricStat) => stat.Stat, (stat: MetricStat) => String(stat.Period)].filter(
    (part) => new Set(stats.map(part)).size > 1,
  );
  const labelOf = (stat: MetricStat) => [stat.Metric.MetricName, ...telling.map((part) => part(stat))].join(" ");
  return new Map(queries.map(({ Id, Label, MetricStat }) => [Id, Label ?? (MetricStat ? labelOf(MetricStat) : Id)]));
}

function dimensionsOf({ Metric }: MetricStat): string {
  return (Metric.Dimensions ?? []).map(({ Value }) => Value).join(" ");
}
