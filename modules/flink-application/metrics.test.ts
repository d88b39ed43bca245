import { type ApplicationMetrics, applicationMetrics } from "./metrics";

const name = "kinesis-streaming-test-analytics";

/** Names of the metrics that tell of restarts. */
function restartsIn(runtime: string): string[] {
  const { kind: _, ...metrics } = applicationMetrics(name, runtime).restarts;
  return Object.values(metrics).map(({ metricName }) => metricName);
}

it("are those of the application by its name", () => {
  const { restarts, ...others }: ApplicationMetrics = applicationMetrics(name, "FLINK-1_20");
  for (const [key, metric] of Object.entries(others)) {
    expect(metric).toEqual({ namespace: "AWS/KinesisAnalytics", metricName: key, dimensions: { Application: name } });
  }
});

it.each(["FLINK-1_15", "FLINK-1_18", "FLINK-1_20"])("tell of restarts in %s as Flink 1 does", (runtime) => {
  expect(restartsIn(runtime)).toEqual(["fullRestarts", "downtime"]);
});

it("tell of restarts in FLINK-2_2 without what Flink 2 has no more", () => {
  expect(restartsIn("FLINK-2_2")).toEqual(["numRestarts"]);
});
