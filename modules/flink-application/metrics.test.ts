import { applicationMetrics } from "./metrics";

const name = "kinesis-streaming-test-analytics";
const metricsIn = (runtime: string) => applicationMetrics(name, runtime, "kinesis-streaming-test-data-stream");

/** Names of the metrics that tell of restarts. */
function restartsIn(runtime: string): string[] {
  const { kind: _, ...metrics } = metricsIn(runtime).restarts;
  return Object.values(metrics).map(({ name }) => name);
}

it("are those of the application by its name", () => {
  const { restarts, millisBehindLatest, ...others } = metricsIn("FLINK-1_20");
  for (const metric of Object.values(others)) {
    expect(metric).toMatchObject({ namespace: "AWS/KinesisAnalytics", dimensions: { Application: name } });
  }
});

it("tell how far behind its stream the job is, which Managed Flink says of each stream that it reads", () => {
  expect(metricsIn("FLINK-1_20").millisBehindLatest.dimensions).toEqual({
    Application: name,
    Flow: "Input",
    Id: "kinesis_streaming_test_data_stream",
  });
});

it.each(["FLINK-1_15", "FLINK-1_18", "FLINK-1_20"])("tell of restarts in %s as Flink 1 does", (runtime) => {
  expect(restartsIn(runtime)).toEqual(["fullRestarts", "downtime"]);
});

it("tell of restarts in FLINK-2_2 without what Flink 2 has no more", () => {
  expect(restartsIn("FLINK-2_2")).toEqual(["numRestarts"]);
});
