import type { Clock } from "../../local/clock";
import { createCloudWatch } from "../../local/cloudwatch/cloudwatch";
import type { Dimensions, MetricRecorder } from "../../local/cloudwatch/metric-recorder";

const dayMs = 24 * 3_600_000;

/** A CloudWatch that hears engines on a clock of a test's own, and what it was told. */
export interface Measured {
  /** For a test's engines. */
  readonly recorder: MetricRecorder;
  /** A metric over the last minutes as a whole, such as its `Sum`; undefined when nothing was told. */
  statistic(
    namespace: string,
    name: string,
    dimensions: Dimensions,
    stat: string,
    minutes?: number,
  ): number | undefined;
}

/** Begins to hear. */
export function measuredOn(clock: Clock): Measured {
  const cloudwatch = createCloudWatch({
    clock,
    accountId: "000000000000",
    region: "eu-west-1",
    publish: () => undefined,
  });
  return {
    recorder: cloudwatch.recorder,
    statistic(namespace, name, dimensions, Stat, minutes = 60) {
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      const Metric = { Namespace: namespace, MetricName: name, Dimensions };
      const endMs = Math.ceil((clock.now() + 1) / 60_000) * 60_000;
      const query = { Id: "it", MetricStat: { Metric, Period: dayMs / 1_000, Stat } };
      const [result] = cloudwatch.metrics.data([query], { startMs: endMs - minutes * 60_000, endMs });
      return result?.values.at(-1);
    },
  };
}
