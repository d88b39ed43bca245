import { eraseLine } from "../erase-line";

const redrawMs = 200;
const barWidth = 24;

/** What a progress line shows. */
export interface Progress {
  readonly sent: number;
  readonly failed: number;
  /** How much of the work is done, 0 to 1; undefined when it has no end. */
  readonly done?: number;
}

/** One line on a terminal that is drawn over itself; nothing where the output is no terminal. */
export class ProgressLine {
  readonly #startedMs = Date.now();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly read: () => Progress,
  ) {
    if (output.isTTY) this.#timer = setInterval(() => this.#draw(), redrawMs);
  }

  /** Clears the line, for other output; it comes back by itself. */
  clear(): void {
    if (this.#timer) this.output.write(eraseLine);
  }

  /** Ends the drawing. */
  end(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #draw(): void {
    this.output.write(`${eraseLine}${formatProgress(this.read(), (Date.now() - this.#startedMs) / 1000)}`);
  }
}

/** The line's text. */
export function formatProgress({ sent, failed, done }: Progress, seconds: number): string {
  const rate = seconds > 0 ? Math.round(sent / seconds) : 0;
  const counts = `${sent.toLocaleString("en")} sent  ${rate.toLocaleString("en")}/s  ${failed.toLocaleString("en")} failed`;
  if (done === undefined) return `${counts}  ${Math.round(seconds)} s`;
  const full = Math.round(Math.min(1, done) * barWidth);
  const left = done > 0 ? `${Math.round(Math.max(0, seconds / done - seconds))} s left` : "";
  return `[${"#".repeat(full)}${"-".repeat(barWidth - full)}] ${Math.floor(done * 100)} %  ${counts}  ${left}`.trimEnd();
}
