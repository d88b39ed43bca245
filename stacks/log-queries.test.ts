import { parseEnvironment } from "../environments/parse-environment";
import { type Changes, environmentInput } from "../test/environment-input";
import { everyDestination } from "../test/every-destination";
import { logQueries } from "./log-queries";
import { pipelinesOf } from "./pipelines";

function queries(changes: Changes = {}, key = "data-stream") {
  const environment = parseEnvironment("environment", environmentInput(changes));
  return pipelinesOf(environment)
    .filter((pipeline) => pipeline.key === key)
    .flatMap((pipeline) => logQueries(environment, pipeline));
}

/** As many processors of one stream. */
function processors(count: number): Changes {
  const keys = Array.from({ length: count }, (_, index) => `processor-${index}`);
  const one = { stream: "data-stream", table: "processed-data", code: "stream-processor" };
  return { processors: Object.fromEntries(keys.map((key) => [key, one])) };
}

describe("the queries of a pipeline's logs", () => {
  it("read the log groups of the pipeline's own functions, deliveries and jobs", () => {
    const of = queries({ ...everyDestination, processors: processors(1).processors }, "records");
    const groups = Object.fromEntries(of.map(({ title, logGroupNames }) => [title, logGroupNames]));
    expect(groups["delivery errors"]).toEqual(["/aws/kinesisfirehose/kinesis-streaming-test-records"]);
    expect(groups).not.toHaveProperty("job exceptions");
  });

  it("are those of what a pipeline has, and no others", () => {
    expect(queries().map(({ title }) => title)).toEqual([
      "errors by reason",
      "slowest invocations",
      "records that failed",
    ]);
    expect(queries({ processors: {} })).toEqual([]);
  });

  it("stay within the 50 log groups that CloudWatch takes, or say what to do", () => {
    expect(queries(processors(50))[0]?.logGroupNames).toHaveLength(50);
    expect(() => queries(processors(51))).toThrow(
      "the query errors by reason of pipeline data-stream would read 51 log groups, and CloudWatch takes 50: spread its functions over more environments",
    );
  });
});
