import { namesOf } from "../../../names";
import { seriesOfFamily } from "../emitted-series";

const statistics = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"] as const;

/** What those who run the platform publish: a verdict, and that something is being deployed. */
export const operatorSeries = seriesOfFamily({
  namespace: "KinesisCustom",
  source: "names.ts, tools/health.ts and tools/apply.ts",
  emitters: (_resources, environment) => [{ dimensions: namesOf(environment).healthMetric.dimensions }],
  metrics: [
    {
      name: "HealthStatus",
      unit: "None",
      statistics,
      thresholds: () => ({ from: 0.5, to: 2, why: "0 is healthy, 1 a warning and 2 critical" }),
    },
    { name: "DeployInProgress", unit: "None", statistics },
  ],
});
