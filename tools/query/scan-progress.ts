import { eraseLine } from "../erase-line";
import type { AthenaProgress } from "./athena-query";

const barWidth = 24;

/** A line on a terminal that says how far a query of Athena is, drawn over itself; elsewhere only its end is said. */
export class ScanProgress {
  readonly #startedMs = Date.now();
  #last: AthenaProgress | undefined;

  /** @param maxBytes what the workgroup lets a query read: the bar's full length */
  constructor(
    private readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean },
    private readonly maxBytes: number,
  ) {}

  /** Draws it anew. */
  show(progress: AthenaProgress): void {
    this.#last = progress;
    if (this.output.isTTY) this.output.write(`${eraseLine}${formatScan(progress, this.maxBytes, this.#seconds)}`);
  }

  /** Ends the drawing with what the query read, which is what it costs; says nothing of one that Athena did not take. */
  end(): void {
    if (this.#last === undefined) return;
    const { state, scannedBytes } = this.#last;
    const line = `${state}: ${mebibytes(scannedBytes)} MiB scanned, ${this.#seconds.toFixed(1)} s\n`;
    this.output.write(`${this.output.isTTY ? eraseLine : ""}${line}`);
  }

  get #seconds(): number {
    return (Date.now() - this.#startedMs) / 1000;
  }
}

/** The line's text. */
export function formatScan({ state, scannedBytes }: AthenaProgress, maxBytes: number, seconds: number): string {
  const full = Math.round(Math.min(1, scannedBytes / maxBytes) * barWidth);
  const bar = `[${"#".repeat(full)}${"-".repeat(barWidth - full)}]`;
  return `${bar} ${state}  ${mebibytes(scannedBytes)} of at most ${mebibytes(maxBytes)} MiB scanned  ${Math.round(seconds)} s`;
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toLocaleString("en", { maximumFractionDigits: 1 });
}
