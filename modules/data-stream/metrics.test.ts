import { streamMetrics } from "./metrics";

const metrics = streamMetrics({
  name: "kinesis-streaming-test-data-stream",
  consumers: { fast: "kinesis-streaming-test-fast" },
  shardLevelMetrics: ["IncomingBytes"],
});

it("are the stream's by its name", () => {
  expect(metrics.iteratorAge).toMatchObject({
    namespace: "AWS/Kinesis",
    name: "GetRecords.IteratorAgeMilliseconds",
    dimensions: { StreamName: "kinesis-streaming-test-data-stream" },
    statistic: "Maximum",
    unit: "Milliseconds",
  });
});

it("are a consumer's by the names of both", () => {
  expect(metrics.consumers.get("fast")?.millisBehindLatest.dimensions).toEqual({
    StreamName: "kinesis-streaming-test-data-stream",
    ConsumerName: "kinesis-streaming-test-fast",
  });
});

it("are a shard's as far as it is measured", () => {
  const { IncomingBytes, ...others } = metrics.ofShard("shardId-000000000000");
  expect(others).toEqual({});
  expect(IncomingBytes).toMatchObject({
    name: "IncomingBytes",
    dimensions: { StreamName: "kinesis-streaming-test-data-stream", ShardId: "shardId-000000000000" },
  });
});

it("refuse one that Kinesis has of no shard", () => {
  const wrong = streamMetrics({ name: "stream", consumers: {}, shardLevelMetrics: ["IncomingByte"] });
  expect(() => wrong.ofShard("*")).toThrow("no metric IncomingByte of a shard, but: IncomingBytes, ");
});
