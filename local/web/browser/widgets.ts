import type { AlarmView, MetricContent, Widget } from "../snapshot";
import { Chart } from "./chart";
import { byId, element } from "./element";
import { inUnit, timeOfDay } from "./format";
import { FrameQueue } from "./frame-queue";
import { readColors, seriesColor } from "./series-colors";
import { contentOf, newest, told } from "./widget-content";

/** A widget on the page. */
interface Shown {
  readonly figure: HTMLElement;
  readonly body: HTMLElement;
  readonly legend: HTMLElement;
  widget: Widget;
  chart?: Chart | undefined;
  /** Whether a person has it before their eyes, or nearly so; others are drawn when that is so. */
  isSeen: boolean;
}

/** Shows the widgets of a dashboard, each drawn again only when it has changed and is seen. */
export class Widgets {
  readonly #root = byId("widgets", HTMLElement);
  readonly #queue = new FrameQueue();
  readonly #shown = new Map<number, Shown>();
  readonly #eyes = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: "100px" });
  #colors = readColors();
  #alarms: readonly AlarmView[] = [];

  constructor() {
    new ResizeObserver(() => this.#drawAll()).observe(this.#root);
  }

  /** Takes away what an earlier dashboard had more. */
  showCount(count: number): void {
    for (const [position, { figure, chart }] of this.#shown) {
      if (position < count) continue;
      chart?.remove();
      figure.remove();
      this.#eyes.unobserve(figure);
      this.#shown.delete(position);
    }
    if (count === 0) this.#root.replaceChildren(element("p", { class: "muted" }, "There is no dashboard."));
    else this.#root.querySelector(":scope > p")?.remove();
  }

  show(position: number, widget: Widget): void {
    const shown = this.#shown.get(position) ?? this.#make(position);
    shown.widget = widget;
    place(shown.figure, widget);
    entitle(shown.figure, widget);
    this.#drawSoon(shown);
  }

  /** For the widgets that list alarms. */
  showAlarms(alarms: readonly AlarmView[]): void {
    this.#alarms = alarms;
    for (const shown of this.#shown.values()) {
      if (shown.widget.kind === "alarm") this.#drawSoon(shown);
    }
  }

  /** Draws all in the colours that the page has now. */
  recolor(): void {
    this.#colors = readColors();
    for (const shown of this.#shown.values()) {
      shown.chart?.remove();
      shown.chart = undefined;
    }
    this.#drawAll();
  }

  #drawAll(): void {
    for (const shown of this.#shown.values()) this.#drawSoon(shown);
  }

  #drawSoon(shown: Shown): void {
    if (shown.isSeen) this.#queue.add(shown, () => this.#draw(shown));
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      for (const shown of this.#shown.values()) {
        if (shown.figure !== target) continue;
        shown.isSeen = isIntersecting;
        this.#drawSoon(shown);
      }
    }
  }

  #make(position: number): Shown {
    const body = element("div", { class: "body" });
    const legend = element("ul", { class: "legend" });
    const figure = element("figure", { class: "widget" }, element("figcaption"), body, legend);
    this.#root.append(figure);
    const widget: Widget = { x: 0, y: 0, width: 1, height: 1, title: "", kind: "problem", problem: "" };
    const shown: Shown = { figure, body, legend, widget, isSeen: false };
    this.#eyes.observe(figure);
    this.#shown.set(position, shown);
    return shown;
  }

  #draw(shown: Shown): void {
    const { widget, body, legend } = shown;
    if (widget.kind === "metric" && widget.view === "timeSeries") {
      this.#drawChart(shown, widget);
      return;
    }
    shown.chart?.remove();
    shown.chart = undefined;
    legend.replaceChildren();
    body.removeAttribute("role");
    body.replaceChildren(...contentOf(widget, this.#colors, this.#alarms));
  }

  #drawChart(shown: Shown, content: MetricContent): void {
    const { body, widget } = shown;
    // First, since it takes its room from the chart.
    this.#showLegend(shown);
    if (shown.chart?.fits(content)) {
      shown.chart.show(content);
    } else {
      shown.chart?.remove();
      body.replaceChildren();
      body.setAttribute("role", "img");
      body.setAttribute("aria-label", `${widget.title}: a chart, whose newest values follow`);
      shown.chart = new Chart(body, content, this.#colors, (position) => this.#showLegend(shown, position));
    }
  }

  /** @param position that of the time whose values are told @default the newest that each series has */
  #showLegend({ legend, widget }: Shown, position?: number): void {
    if (widget.kind !== "metric") return;
    const items = widget.series.map((series, at) => {
      const swatch = element("span", { class: "swatch" });
      swatch.style.backgroundColor = seriesColor(this.#colors, series.color, at);
      const value = position === undefined ? newest(series) : series.values[position];
      return element("li", {}, swatch, `${series.label} `, element("b", {}, told(value, series)));
    });
    const atSeconds = position === undefined ? undefined : widget.times[position];
    const time = atSeconds === undefined ? [] : [element("li", { class: "muted" }, timeOfDay(atSeconds * 1_000))];
    const unit = widget.series[0]?.unit ?? "";
    const thresholds = widget.annotations.map(({ label, value, color }) => {
      const dash = element("span", { class: "swatch threshold" });
      if (color) dash.style.backgroundColor = color;
      return element("li", { class: "muted" }, dash, `${label} ${inUnit(value, unit)}`);
    });
    legend.replaceChildren(...items, ...thresholds, ...time);
  }
}

/** On the dashboard's grid; a narrow page has one column. */
function place({ style }: HTMLElement, { x, y, width, height }: Widget): void {
  style.setProperty("--column", `${x + 1} / span ${width}`);
  style.setProperty("--row", `${y + 1} / span ${height}`);
}

function entitle(figure: HTMLElement, widget: Widget): void {
  figure.dataset["kind"] = widget.kind === "metric" ? widget.view : widget.kind;
  const caption = figure.querySelector("figcaption");
  if (caption && caption.textContent !== widget.title) caption.textContent = widget.title;
}
