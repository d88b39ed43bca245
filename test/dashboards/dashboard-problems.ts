import { isDeepStrictEqual } from "node:util";
import type { Environment } from "../../environments";
import { checkDashboardBody } from "../../local/cloudwatch/dashboards/dashboard-body";
import type { ResolvedEnvironment } from "../../local/terraform/read-environment";
import { alarmsOf, type MetricAlarm } from "../alarms/alarms-of";
import { emittedSeries } from "../alarms/emitted-metrics";
import type { EmittedSeries } from "../alarms/emitted-series";
import { seriesOf, statisticKind } from "../alarms/metric-problems";
import { attribute, ofType } from "../alarms/resource-attributes";
import { type Dashboard, dashboardsOf, type Row, rowsOf, type Widget } from "./dashboards-of";

/** CloudWatch's quotas. */
const most = { widgets: 500, metrics: 2_500, metricsInWidget: 500, alarmsInWidget: 100 };
const columns = 24;

/** What is wrong with the dashboards of an environment. */
export function dashboardProblems(resolved: ResolvedEnvironment, environment: Environment): string[] {
  const series = emittedSeries(resolved.resources, environment);
  const logGroups = ofType(resolved.resources, "aws_cloudwatch_log_group").map((group) =>
    attribute.text(group, "name"),
  );
  const dashboards = dashboardsOf(resolved);
  const ofEach = dashboards.flatMap((dashboard) =>
    [
      ...checkDashboardBody(dashboard.body).map(({ DataPath, Message }) => `${DataPath}: ${Message}`),
      ...quotaProblems(dashboard),
      ...placeProblems(dashboard),
      ...dashboard.widgets.flatMap((widget) => [
        ...chartProblems(widget, series),
        ...unknownLogGroups(widget, logGroups).map((name) => `no log group is called ${name}`),
      ]),
    ].map((problem) => `${dashboard.name}: ${problem}`),
  );
  return [...ofEach, ...alarmProblems(resolved, environment, dashboards)];
}

function* quotaProblems({ widgets }: Dashboard): Generator<string> {
  const metrics = widgets.map(({ properties }) => properties.metrics.length);
  const total = metrics.reduce((sum, count) => sum + count, 0);
  if (widgets.length > most.widgets) yield `${widgets.length} widgets`;
  if (total > most.metrics) yield `${total} metrics`;
  if (Math.max(0, ...metrics) > most.metricsInWidget) yield "too many metrics in a widget";
  if (widgets.some(({ properties }) => properties.alarms.length > most.alarmsInWidget)) yield "too many alarms";
}

/** Every cell of the grid is one widget's, and none is left free beside another. */
function* placeProblems({ widgets }: Dashboard): Generator<string> {
  const owners = new Map<string, Widget>();
  for (const widget of widgets) {
    const { x, y, width, height, properties } = widget;
    for (let column = x; column < x + width; column++) {
      for (let row = y; row < y + height; row++) {
        const cell = `${column},${row}`;
        if (column < 0 || column >= columns || row < 0) yield `${properties.title} is beside the grid`;
        if (owners.has(cell)) yield `${properties.title} lies over ${owners.get(cell)?.properties.title}`;
        owners.set(cell, widget);
      }
    }
  }
  const rows = Math.max(0, ...widgets.map(({ y, height }) => y + height));
  if (owners.size !== rows * columns) yield `${rows * columns - owners.size} cells are empty`;
}

function* chartProblems(widget: Widget, series: readonly EmittedSeries[]): Generator<string> {
  if (widget.type !== "metric") return;
  const { title = "" } = widget.properties;
  const rows = rowsOf(widget);
  if (rows.length === 0) yield `${title} is empty`;
  const ids = rows.flatMap(({ id }) => id ?? []);
  if (new Set(ids).size < ids.length) yield `${title} has two rows of an id`;
  const units = new Set<string>();
  for (const row of rows) {
    const found = row.expression === undefined ? emittedAs(row, series) : searchedIn(row.expression, series);
    if (row.expression === undefined || row.expression.startsWith("SEARCH(")) {
      if (!found) yield `${title}: nothing emits ${row.expression ?? row.names.join(" ")}`;
      else if (!isMeant(row, found)) yield `${title}: ${found.name} has no ${row.stat} that means something`;
      else if (row.id === undefined) units.add(found.unit);
    } else {
      const unknown = (row.expression.match(/\b[a-z]\w*/g) ?? []).filter((name) => !ids.includes(name));
      if (unknown.length > 0) yield `${title}: its expression reads ${unknown.join(", ")}, which no row is`;
    }
  }
  if (units.size > 1) yield `${title} has lines of several units: ${[...units].join(", ")}`;
}

function watched({ names: [namespace = "", name = "", ...pairs], stat = "", period = 60 }: Row) {
  const dimensions = Object.fromEntries(
    pairs.flatMap((pair, at) => (at % 2 === 0 ? [[pair, pairs[at + 1] ?? ""] as const] : [])),
  );
  return { id: "", namespace, name, dimensions, statistic: stat, periodSeconds: period, unit: undefined };
}

function emittedAs(row: Row, series: readonly EmittedSeries[]): EmittedSeries | undefined {
  return seriesOf(watched(row), series);
}

/** Of what a search finds, the first. */
function searchedIn(expression: string, series: readonly EmittedSeries[]): EmittedSeries | undefined {
  const [, schema = "", terms = ""] = /^SEARCH\('\{([^}]*)\} ([^']*)', '\w+', 60\)$/.exec(expression) ?? [];
  const [namespace, ...dimensions] = schema.split(",");
  const { MetricName, ...fixed } = Object.fromEntries(
    [...terms.matchAll(/(\w+)="([^"]*)"/g)].map(([, term = "", value]) => [term, value]),
  );
  return series.find(
    (each) =>
      each.namespace === namespace &&
      each.name === MetricName &&
      Object.keys(each.dimensions).sort().join() === [...dimensions].sort().join() &&
      Object.entries(fixed).every(([dimension, value]) => each.dimensions[dimension] === value),
  );
}

function isMeant({ stat, expression }: Row, { statistics, unit }: EmittedSeries): boolean {
  // Nothing to set off an alarm by, but what AWS bills.
  if (stat === "Sum" && unit === "Milliseconds") return true;
  const kind = statisticKind(stat ?? /', '(\w+)', /.exec(expression ?? "")?.[1] ?? "");
  return kind !== undefined && statistics.includes(kind);
}

function unknownLogGroups({ properties }: Widget, logGroups: readonly string[]): string[] {
  const named = [...(properties.query ?? "").matchAll(/SOURCE '([^']*)'/g)].map(([, name = ""]) => name);
  return named.filter((name) => !logGroups.includes(name));
}

/** Each alarm's state is shown, and what it goes off at is drawn where its metric is; neither of an alarm that is not. */
function* alarmProblems(
  resolved: ResolvedEnvironment,
  environment: Environment,
  dashboards: readonly Dashboard[],
): Generator<string> {
  const { metric, composite } = alarmsOf(resolved);
  const widgets = dashboards.flatMap((dashboard) => dashboard.widgets);
  const shown = new Set(widgets.flatMap(({ properties }) => properties.alarms).map((arn) => arn.split(":alarm:")[1]));
  const made = [...metric, ...composite].map(({ name }) => name).filter((name) => isOfPipeline(name, environment));
  for (const name of made.filter((name) => !shown.has(name))) yield `no dashboard shows the state of ${name}`;
  for (const name of [...shown].filter((name) => !made.includes(name ?? ""))) yield `there is no alarm ${name}`;
  for (const alarm of metric.filter(({ threshold, name }) => threshold !== 0 && made.includes(name))) {
    if (!widgets.some((widget) => draws(widget, alarm))) yield `no chart has the threshold of ${alarm.name}`;
  }
}

/** All are, but that of deployments, and those of tables that nobody writes to. */
function isOfPipeline(alarm: string, { project, name, tables, processors }: Environment): boolean {
  const prefix = `${project}-${name}-`;
  const written = Object.values(processors).map(({ table }) => table);
  const idle = Object.keys(tables).filter((table) => !written.includes(table));
  return (
    alarm !== `${prefix}deploy-window` &&
    !idle.some((table) => new RegExp(`^${prefix}${table}(-event-type-index)?-table-`).test(alarm))
  );
}

function draws(widget: Widget, { metrics, threshold, name }: MetricAlarm): boolean {
  const rows = rowsOf(widget).map(watched);
  const isThere = metrics.every((wanted) =>
    rows.some(
      (row) =>
        row.name === wanted.name &&
        row.statistic === wanted.statistic &&
        row.periodSeconds === wanted.periodSeconds &&
        isDeepStrictEqual(row.dimensions, wanted.dimensions),
    ),
  );
  const lines = widget.properties.annotations.horizontal;
  return (
    isThere &&
    lines.some(({ value, label }) => value === threshold && label.split(", ").some((kind) => name.endsWith(`-${kind}`)))
  );
}
