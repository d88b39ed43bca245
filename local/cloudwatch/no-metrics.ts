import type { Metric, MetricRecorder } from "./metric-recorder";

const unheard: Metric = { record: () => undefined };

/** For engines whose metrics nobody asks for. */
export const noMetrics: MetricRecorder = {
  metric: () => unheard,
  onSample: () => () => undefined,
};
