import type { AlarmView, MetricContent, Series, Widget } from "../snapshot";
import { byUrgency, stateWords } from "./alarms";
import { element } from "./element";
import { inUnit, timeOfDay } from "./format";
import { markdown } from "./markdown";
import { type Colors, seriesColor } from "./series-colors";

/** What a widget shows, unless that is a chart over time. */
export function contentOf(widget: Widget, colors: Colors, alarms: readonly AlarmView[]): Node[] {
  switch (widget.kind) {
    case "metric":
      return [widget.view === "bar" ? barsOf(widget, colors) : numbersOf(widget)];
    case "text":
      return [markdown(widget.markdown)];
    case "alarm":
      return [statesOf(widget.alarms, alarms)];
    case "log": {
      const lines = widget.lines.map(({ atMs, text }) => element("li", {}, `${timeOfDay(atMs)} ${text}`));
      return [element("pre", { class: "muted" }, widget.query), element("ol", { class: "lines" }, ...lines)];
    }
    case "problem":
      return [element("p", { class: "bad" }, widget.problem)];
  }
}

/** The newest value of a series. */
export function newest({ values }: Series): number | undefined {
  return values.findLast((value) => value !== null) ?? undefined;
}

/** A value of a series in its unit; one that is not there is a dash. */
export function told(value: number | null | undefined, { unit }: Series): string {
  return value == null ? "–" : inUnit(value, unit);
}

function numbersOf({ series }: MetricContent): HTMLElement {
  const pairs = series.map((one) => {
    return element("div", {}, element("dt", {}, one.label), element("dd", {}, told(newest(one), one)));
  });
  return element("dl", { class: "numbers" }, ...pairs);
}

function barsOf({ series }: MetricContent, colors: Colors): HTMLElement {
  const most = Math.max(...series.map((one) => newest(one) ?? 0));
  const bars = series.map((one, at) => {
    const bar = element("span", { class: "swatch" });
    bar.style.backgroundColor = seriesColor(colors, one.color, at);
    bar.style.width = `${most > 0 ? (100 * (newest(one) ?? 0)) / most : 0}%`;
    return element("li", {}, element("span", {}, `${one.label} `, element("b", {}, told(newest(one), one))), bar);
  });
  return element("ul", { class: "bars" }, ...bars);
}

function statesOf(names: readonly string[], alarms: readonly AlarmView[]): HTMLElement {
  const known = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const listed = names.map((name) => known.get(name) ?? { label: name, state: "INSUFFICIENT_DATA" as const });
  const items = listed.toSorted(byUrgency).map(({ label, state }) => {
    return element("li", {}, element("span", { class: `pill ${state}` }, stateWords[state]), ` ${label}`);
  });
  return element("ul", { class: "states" }, ...items);
}
