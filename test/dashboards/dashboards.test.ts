import fc from "fast-check";
import { type Environment, environmentNames, loadEnvironment } from "../../environments";
import { parseEnvironment } from "../../environments/parse-environment";
import { pipelinesOf } from "../../stacks/pipelines";
import { everything, prefix } from "../alarms/everything";
import { resolve } from "../alarms/resolve";
import { arbitraryEnvironment } from "../arbitrary-environment";
import { dashboardProblems } from "./dashboard-problems";
import { type Dashboard, dashboardsOf, rowsOf } from "./dashboards-of";

const environments: [name: string, environment: Environment][] = [
  ...environmentNames.map((name): [string, Environment] => [name, loadEnvironment(name)]),
  ["one with everything", everything],
];

describe.each(environments)("the dashboards of %s", (_name, environment) => {
  const resolved = resolve(environment);

  it("show what there is, at its place, with what its alarms go off at", () => {
    expect(dashboardProblems(resolved, environment)).toEqual([]);
  });

  it("are one a pipeline", () => {
    const { project, name } = environment;
    expect(dashboardsOf(resolved).map((dashboard) => dashboard.name)).toEqual(
      pipelinesOf(environment).map(({ key }) => `${project}-${name}-${key}`),
    );
  });
});

describe("the dashboards of any environment that the schema accepts", () => {
  it("show what there is, at its place, with what its alarms go off at", () => {
    fc.assert(
      fc.property(arbitraryEnvironment, (input) => {
        const environment = parseEnvironment("environment", input);
        expect(dashboardProblems(resolve(environment), environment)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});

describe("the dashboard of a pipeline", () => {
  const dashboards = dashboardsOf(resolve(everything));
  const dashboard = (key: string): Dashboard => {
    const found = dashboards.find(({ name }) => name === `${prefix}-${key}`);
    if (!found) throw new Error(`there is no dashboard of ${key}`);
    return found;
  };
  const chart = (key: string, title: string) => {
    const found = dashboard(key).widgets.find(({ properties }) => properties.title === title);
    if (!found) throw new Error(`the dashboard of ${key} has no chart ${title}`);
    const levels = found.properties.annotations.horizontal.map(({ label, value }) => [label, value]);
    return { stats: rowsOf(found).map(({ stat }) => stat), levels };
  };

  it("follows the data from its producers to what it costs", () => {
    const dev = dashboardsOf(resolve(loadEnvironment("dev")))[0];
    const headings = dev?.widgets.flatMap(
      ({ properties: { markdown } }) => /^## (.*)$/m.exec(markdown ?? "")?.[1] ?? [],
    );
    expect(headings).toEqual([
      "Pipeline data-stream",
      "Producers → data-stream",
      "analytics → event-aggregates",
      "analytics → analytics-rejects",
      "data-stream → stream-processor",
      "event-aggregates → aggregate-writer",
      "→ table processed-data",
      "→ table event-aggregates",
      "data-stream → delivery-stream → s3",
      "event-aggregates → aggregates-delivery → s3",
      "data-stream → analytics → event-aggregates",
      "What failed, and where it went",
      "What the logs say",
      "What it costs",
    ]);
  });

  it("compares a function's duration with its timeout, and with what its alarm goes off at", () => {
    expect(chart("data-stream", "stream-processor: duration (ms)")).toEqual({
      stats: ["p50", "p90", "Maximum"],
      levels: [
        ["function-slow", 24_000],
        ["timeout", 30_000],
      ],
    });
  });

  it("draws shards where they are measured, against what a shard takes, and nothing where they are not", () => {
    const prod = dashboardsOf(resolve(loadEnvironment("prod")))[0];
    const searches = (of: Dashboard | undefined) =>
      (of?.widgets ?? [])
        .flatMap(rowsOf)
        .flatMap(({ expression = "" }) => expression.match(/MetricName="(\w+)"/)?.[1] ?? []);
    expect(new Set(searches(prod))).toEqual(
      new Set(["IncomingBytes", "IncomingRecords", "IteratorAgeMilliseconds", "WriteProvisionedThroughputExceeded"]),
    );
    const takes = prod?.widgets.find(({ properties }) => properties.title === "Records taken by a shard");
    expect(takes?.properties.annotations.horizontal).toMatchObject([{ value: 60_000 }]);
    expect(searches(dashboard("data-stream"))).toEqual([]);
  });

  it("shows the queue of failed batches of a processor that has one", () => {
    expect(chart("data-stream", "Failed batches that wait").stats).toEqual(["Maximum"]);
  });
});
