const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** A count: whole where it is small, `12.3K` where it is not. */
export function count(value: number): string {
  return Math.abs(value) < 10_000 && Number.isInteger(value) ? whole.format(value) : short.format(value);
}

/** `98/s`; one that is not known is a dash. */
export function rate(perSecond: number | undefined): string {
  if (perSecond === undefined) return "–";
  return `${perSecond < 10 && perSecond > 0 ? perSecond.toFixed(1) : count(Math.round(perSecond))}/s`;
}

/** `340 ms`, `2.1 s`, `4 min`, `3 h`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** `512 B`, `1.5 kB`. */
export function bytes(value: number): string {
  if (value < 1_000) return `${Math.round(value)} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(units.length, Math.floor(Math.log10(value) / 3));
  return `${(value / 1_000 ** power).toPrecision(3)} ${units[power - 1]}`;
}

/** A value in a unit of CloudWatch's. */
export function inUnit(value: number, unit: string): string {
  switch (unit) {
    case "Milliseconds":
      return duration(value);
    case "Seconds":
      return duration(value * 1_000);
    case "Bytes":
      return bytes(value);
    case "Percent":
      return `${count(Number(value.toPrecision(3)))} %`;
    default:
      return count(Number(value.toPrecision(4)));
  }
}

/** The time of day, as the reader's machine writes it. */
export function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString("en-GB");
}
