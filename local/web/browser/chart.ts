import uPlot from "uplot";
import type { MetricContent, Series } from "../snapshot";
import { inUnit } from "./format";
import { type Colors, seriesColor } from "./series-colors";

type Rows = readonly (readonly (number | null)[])[];

/** So much more than the highest value is shown. */
const headroom = 1.15;

/** A threshold further away than so many times the values would leave these a flat line: the legend tells it. */
const nearFactor = 5;

/** Draws series over time on a canvas. */
export class Chart {
  readonly #plot: uPlot;
  #content: MetricContent;

  /** @param onCursor is told which of the times a person points at, if any */
  constructor(
    private readonly root: HTMLElement,
    content: MetricContent,
    private readonly colors: Colors,
    private readonly onCursor: (position: number | undefined) => void,
  ) {
    this.#content = content;
    this.#plot = new uPlot(this.#options(), dataOf(content), root);
  }

  /** Whether a chart of this content would have the same lines: then `show` is enough. */
  fits({ series, isStacked }: MetricContent): boolean {
    return shapeOf(series) === shapeOf(this.#content.series) && isStacked === this.#content.isStacked;
  }

  /** Draws what has come. */
  show(content: MetricContent): void {
    this.#content = content;
    const { clientWidth: width, clientHeight: height } = this.root;
    this.#plot.batch(() => {
      if (width !== this.#plot.width || height !== this.#plot.height) this.#plot.setSize({ width, height });
      this.#plot.setData(dataOf(content), false);
      this.#plot.setScale("x", { min: content.startMs / 1_000, max: content.endMs / 1_000 });
    });
  }

  /** Takes it off the page. */
  remove(): void {
    this.#plot.destroy();
  }

  #options(): uPlot.Options {
    const { series, startMs, endMs } = this.#content;
    const { grid, text } = this.colors;
    const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: "11px system-ui" };
    const unitOf = (side: Series["axis"]) => series.find((one) => one.axis === side)?.unit ?? "";
    const values = (side: Series["axis"]) => (_: uPlot, ticks: number[]) =>
      ticks.map((tick) => inUnit(tick, unitOf(side)));
    return {
      width: this.root.clientWidth,
      height: this.root.clientHeight,
      padding: [8, 22, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: {
        x: { time: true, range: () => [this.#content.startMs / 1_000, this.#content.endMs / 1_000] },
        left: { range: (_, low, high) => this.#range("left", low, high) },
        right: { range: (_, low, high) => this.#range("right", low, high) },
      },
      axes: [
        { ...axis, space: 60, size: 24, values: clockTimes(endMs - startMs) },
        { ...axis, scale: "left", size: 56, space: 28, values: values("left") },
        ...(series.some((one) => one.axis === "right")
          ? [{ ...axis, scale: "right", side: 1 as const, size: 56, grid: { show: false }, values: values("right") }]
          : []),
      ],
      series: [{}, ...series.map((one, position) => this.#line(one, position))],
      hooks: {
        draw: [(plot) => this.#drawThresholds(plot)],
        setCursor: [({ cursor }) => this.onCursor(cursor.idx ?? undefined)],
      },
    };
  }

  #line({ label, axis, color: stated }: Series, position: number): uPlot.Series {
    const stroke = seriesColor(this.colors, stated, position);
    const fill = this.#content.isStacked ? `color-mix(in srgb, ${stroke} 35%, transparent)` : undefined;
    return {
      label,
      scale: axis,
      stroke,
      fill,
      width: 1.5,
      points: { size: 4, fill: stroke },
      spanGaps: false,
    };
  }

  /** From zero, unless the dashboard says otherwise, and with room for the thresholds that the values come near to. */
  #range(side: Series["axis"], low: number | null, high: number | null): [number, number] {
    const { min, max, annotations } = this.#content;
    const bottom = Math.min(0, low ?? 0);
    const top = Math.max(
      high ?? 0,
      ...(side === "left" ? annotations : []).map(({ value }) => value).filter(isNear(high)),
    );
    const free: [number, number] = [bottom, top > 0 ? top * headroom : 1];
    return side === "left" ? [min ?? free[0], max ?? free[1]] : free;
  }

  #drawThresholds({ ctx, bbox, valToPos }: uPlot): void {
    ctx.save();
    ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.font = `${11 * devicePixelRatio}px system-ui`;
    for (const { value, label, color = this.colors.threshold } of this.#content.annotations) {
      const y = valToPos(value, "left", true);
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = color;
      ctx.fillStyle = color;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(label, bbox.left + 4 * devicePixelRatio, y - devicePixelRatio, bbox.width);
    }
    ctx.restore();
  }
}

function isNear(high: number | null): (threshold: number) => boolean {
  return (threshold) => !high || threshold <= high * nearFactor;
}

function shapeOf(series: readonly Series[]): string {
  return JSON.stringify(series.map(({ label, axis, color, unit }) => [label, axis, color, unit]));
}

/** The times, and the values of each series; stacked ones stand on those before them. */
function dataOf({ times, series, isStacked }: MetricContent): uPlot.AlignedData {
  const rows: Rows = series.map(({ values }) => values);
  const stacked = isStacked ? rows.map((_, at) => sumOf(rows.slice(0, at + 1), times.length)) : rows;
  return [[...times], ...stacked.map((row) => [...row])];
}

function sumOf(rows: Rows, length: number): (number | null)[] {
  return Array.from({ length }, (_, at) => {
    if (rows.at(-1)?.[at] == null) return null;
    return rows.reduce((sum, row) => sum + (row[at] ?? 0), 0);
  });
}

function clockTimes(spanMs: number): (_: uPlot, ticks: number[]) => string[] {
  const showsSeconds = spanMs < 300_000;
  return (_, ticks) => ticks.map((seconds) => new Date(seconds * 1_000).toTimeString().slice(0, showsSeconds ? 8 : 5));
}
