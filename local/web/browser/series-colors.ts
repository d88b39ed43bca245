/** The colours of the page as it is now. */
export interface Colors {
  readonly text: string;
  readonly grid: string;
  readonly threshold: string;
  /** Of series, in their order. */
  readonly series: readonly string[];
}

/** Reads the colours off the style sheet: a canvas knows no style. */
export function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: color("muted"),
    grid: color("line"),
    threshold: color("alarm"),
    series: Array.from({ length: 8 }, (_, at) => color(`series-${at + 1}`)),
  };
}

/** A series' colour: that of the dashboard, or the next of the page's. */
export function seriesColor(colors: Colors, stated: string | undefined, position: number): string {
  return stated ?? colors.series[position % colors.series.length] ?? colors.text;
}
