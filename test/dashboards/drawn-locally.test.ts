import { loadEnvironment } from "../../environments";
import { VirtualClock } from "../../local/clock";
import { createCloudWatch } from "../../local/cloudwatch/cloudwatch";
import { Logs } from "../../local/logs/logs";
import { readWidgets } from "../../local/web/dashboard/widgets";
import { emittedSeries } from "../alarms/emitted-metrics";
import { everything } from "../alarms/everything";
import { resolve } from "../alarms/resolve";
import { dashboardsOf } from "./dashboards-of";

const minuteMs = 60_000;
const account = { accountId: "123456789012", region: "eu-west-1" };

describe("the dashboards", () => {
  it.each([
    ["prod", loadEnvironment("prod")],
    ["one with everything", everything],
  ])("of %s are drawn locally to the last widget, and every line of a chart has its values", (_name, environment) => {
    const resolved = resolve(environment);
    const clock = new VirtualClock();
    const cloudwatch = createCloudWatch({ clock, ...account, publish: () => undefined });
    for (const { namespace, name, dimensions, unit } of emittedSeries(resolved.resources, environment)) {
      const known = Object.entries(dimensions).map(([dimension, value]) => [dimension, exampleOf(value)]);
      for (let value = 1; value <= 3; value++) {
        cloudwatch.recorder.metric(namespace, name, Object.fromEntries(known), unit).record(value);
      }
    }
    const logs = new Logs({ clock, ...account, putMetricData: () => undefined });
    const span = { nowMs: clock.now() + 5 * minuteMs, minutes: 10 };
    const widgets = dashboardsOf(resolved).flatMap(({ body }) =>
      readWidgets(body, { metrics: cloudwatch.metrics, logs }, span),
    );
    cloudwatch.close();

    const problems = widgets.filter((widget) => widget.kind === "problem" || ("problem" in widget && widget.problem));
    expect(problems).toEqual([]);
    const charts = widgets.flatMap((widget) => (widget.kind === "metric" ? [widget] : []));
    expect(charts.length).toBeGreaterThan(50);
    const empty = charts.filter(
      ({ series }) => series.length === 0 || series.some(({ values }) => values.every((value) => value === null)),
    );
    expect(empty.map(({ title }) => title)).toEqual([]);
  });
});

/** One of the values that a dimension may have: a shard's id, or what AWS makes up. */
function exampleOf(value: string | RegExp): string {
  return typeof value === "string" ? value : "shardId-000000000000";
}
