import { styleText } from "node:util";

/** What a stack is doing. */
export type Phase = "waiting" | "running" | "done" | "skipped" | "failed";

interface Row {
  phase: Phase;
  text: string;
  startedMs: number | undefined;
  endedMs: number | undefined;
}

const marks = { waiting: "·", running: "▸", done: "✔", skipped: "–", failed: "✖" } as const;
const colours = { waiting: "gray", running: "cyan", done: "green", skipped: "yellow", failed: "red" } as const;

/** Up by n lines, and all below gone (ECMA-48 CUU, ED). */
const eraseLines = (count: number) => `\u001b[${count}A\u001b[J`;

const redrawMs = 200;

/** Shows what each stack is doing: a tree rewritten in place on a terminal, a line for each step elsewhere. */
export class Progress {
  readonly #rows: Map<string, Row>;
  readonly #width: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #drawnLines = 0;

  /** @param stacks in the order in which they are shown */
  constructor(
    stacks: readonly string[],
    private readonly output: NodeJS.WriteStream,
  ) {
    const row = (): Row => ({ phase: "waiting", text: "", startedMs: undefined, endedMs: undefined });
    this.#rows = new Map(stacks.map((stack) => [stack, row()]));
    this.#width = Math.max(0, ...stacks.map((stack) => stack.length));
    if (output.isTTY) this.#timer = setInterval(() => this.#draw(), redrawMs);
  }

  /**
   * What a stack does now.
   * @param text beside its name, such as `12 of 30 resources`
   */
  show(stack: string, phase: Phase, text: string): void {
    const row = this.#rows.get(stack);
    if (!row) throw new Error(`the progress knows no stack ${stack}`);
    const hasChanged = row.phase !== phase;
    row.phase = phase;
    row.text = text;
    if (phase === "running") row.startedMs ??= Date.now();
    if (phase === "done" || phase === "failed") row.endedMs = Date.now();
    // Elsewhere than on a terminal every count of resources would be a line of its own.
    if (!this.output.isTTY && hasChanged && phase !== "waiting") this.output.write(`${this.#line(stack, row)}\n`);
  }

  /** Shows the last state; what is printed next stands below. */
  end(): void {
    clearInterval(this.#timer);
    if (this.output.isTTY) this.#draw();
  }

  #draw(): void {
    const erase = this.#drawnLines > 0 ? eraseLines(this.#drawnLines) : "";
    const lines = [...this.#rows].map(([stack, row]) => cut(this.#line(stack, row), this.output.columns));
    this.output.write(`${erase}${lines.map((line) => `${line}\n`).join("")}`);
    this.#drawnLines = lines.length;
  }

  #line(stack: string, { phase, text, startedMs, endedMs }: Row): string {
    const seconds = startedMs === undefined ? "" : `${(((endedMs ?? Date.now()) - startedMs) / 1000).toFixed(1)} s`;
    const line = `  ${marks[phase]} ${stack.padEnd(this.#width)} ${seconds.padStart(8)}  ${text}`.trimEnd();
    return this.output.isTTY ? styleText(colours[phase], line, { validateStream: false }) : line;
  }
}

/** A line that wrapped would count as two, and be erased by half. Colours take no room. Some terminals know no width. */
function cut(line: string, columns: number | undefined): string {
  const room = (columns || 80) + 10;
  return line.length <= room ? line : `${line.slice(0, room - 1)}…`;
}
