import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { pipelinesOf } from "./pipelines";

const onDemand = { capacity: { mode: "on-demand" as const } };
const job = { sql: "job.sql" };
const s3 = { destination: { kind: "s3" as const } };

const pipelines = (changes: Changes) => pipelinesOf(parseEnvironment("environment", environmentInput(changes)));

it("begin at a stream that producers feed, with all that comes of it", () => {
  const [pipeline, ...others] = pipelines({
    streams: { "data-stream": onDemand, results: onDemand, rejects: onDemand },
    tables: { "processed-data": {}, sums: { holds: { kind: "aggregates" } }, unused: {} },
    processors: {
      "stream-processor": { stream: "data-stream", table: "processed-data" },
      again: { code: "stream-processor", stream: "data-stream", table: "processed-data" },
      "aggregate-writer": { stream: "results", table: "sums" },
    },
    deliveries: { lake: { source: { stream: "rejects" }, ...s3 } },
    analytics: { counts: { input: "data-stream", output: "results", rejects: "rejects", ...job } },
  });
  expect(others).toEqual([]);
  expect(pipeline).toEqual({
    key: "data-stream",
    streams: ["data-stream", "results", "rejects"],
    processors: ["stream-processor", "again", "aggregate-writer"],
    tables: ["processed-data", "sums"],
    deliveries: ["lake"],
    jobs: ["counts"],
  });
});

it("begin at a delivery that producers put into", () => {
  const deliveries = { direct: { source: { kind: "direct-put" as const }, ...s3 } };
  expect(pipelines({ deliveries }).map(({ key, deliveries }) => [key, deliveries])).toEqual([
    ["data-stream", []],
    ["direct", ["direct"]],
  ]);
});

it("share what two of them feed", () => {
  const streams = { a: onDemand, b: onDemand, results: onDemand, rejects: onDemand };
  const analytics = {
    ja: { input: "a", output: "results", rejects: "rejects", ...job },
    jb: { input: "b", output: "results", rejects: "rejects", ...job },
  };
  expect(pipelines({ streams, analytics, processors: {} }).map(({ streams }) => streams)).toEqual([
    ["a", "results", "rejects"],
    ["b", "results", "rejects"],
  ]);
});

it("leave no stream out, not even of jobs that feed each other in a circle", () => {
  const streams = { a: onDemand, b: onDemand, rejects: onDemand };
  const analytics = {
    there: { input: "a", output: "b", rejects: "rejects", ...job },
    back: { input: "b", output: "a", rejects: "rejects", ...job },
  };
  expect(pipelines({ streams, analytics, processors: {} }).map(({ key, streams }) => [key, streams])).toEqual([
    ["a", ["a", "b", "rejects"]],
  ]);
});
