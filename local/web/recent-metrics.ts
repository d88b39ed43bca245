import type { Clock } from "../clock";
import type { Metrics } from "../cloudwatch/cloudwatch";
import type { Dimensions } from "../cloudwatch/metric-recorder";

const minuteMs = 60_000;

/** Reads single numbers off CloudWatch's metrics. */
export class RecentMetrics {
  constructor(
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** The value of the newest minute, of the last three, that has one. */
  newest(namespace: string, name: string, dimensions: Dimensions, statistic: string): number | undefined {
    return this.#values(3, namespace, name, dimensions, statistic).at(-1);
  }

  /** The sum over so many minutes; undefined when nothing was told. */
  sum(minutes: number, namespace: string, name: string, dimensions: Dimensions): number | undefined {
    const values = this.#values(minutes, namespace, name, dimensions, "Sum");
    return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);
  }

  /** Of each minute that has one, the oldest first; the present minute among them. */
  #values(
    minutes: number,
    namespace: string,
    name: string,
    dimensions: Dimensions,
    statistic: string,
  ): readonly number[] {
    const endMs = (Math.floor(this.clock.now() / minuteMs) + 1) * minuteMs;
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: namespace, MetricName: name, Dimensions };
    const query = { Id: "m", MetricStat: { Metric, Period: 60, Stat: statistic } };
    const [result] = this.metrics.data([query], { startMs: endMs - minutes * minuteMs, endMs });
    return result?.values ?? [];
  }
}
