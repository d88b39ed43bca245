import { eraseLine } from "../erase-line";

/** What a running environment shows of itself; counts are since the start. */
export interface Status {
  readonly seconds: number;
  /** Records acknowledged to producers. */
  readonly sent: number;
  /** Records acknowledged by functions. */
  readonly processed: number;
  /** Age of the records that functions were last given, the highest, milliseconds. */
  readonly lagMs: number;
  /** Invocations that ended in an error, records given up, and those that a delivery could not bring to its destination. */
  readonly failures: number;
  /** How many items the tables hold. */
  readonly tableItems: number;
  /** Records that delivery streams brought to their destinations. */
  readonly delivered: number;
  /** The state of the analytics, in AWS's word, and how many windows they have closed; absent where none can run. */
  readonly analytics?: { readonly state: string; readonly windows: number } | undefined;
}

const everyMsOnTerminal = 1_000;
const everyMsElsewhere = 5_000;

/** Shows a status: one line rewritten in place on a terminal, a line now and then elsewhere. */
export class StatusLine {
  #last: Status | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(
    read: () => Status,
    private readonly output: NodeJS.WriteStream,
  ) {
    this.#timer = setInterval(() => this.#show(read()), output.isTTY ? everyMsOnTerminal : everyMsElsewhere);
  }

  /** Ends the line; what is printed next stands below it. */
  end(): void {
    clearInterval(this.#timer);
    if (this.output.isTTY && this.#last) this.output.write("\n");
  }

  #show(status: Status): void {
    const line = describe(status, this.#last ?? { ...status, seconds: 0, sent: 0, processed: 0 });
    this.#last = status;
    // A line that wraps would stay above when it is drawn again.
    this.output.write(this.output.isTTY ? `${eraseLine}${line.slice(0, this.output.columns - 1)}` : `${line}\n`);
  }
}

function describe(now: Status, before: Status): string {
  const seconds = Math.max(now.seconds - before.seconds, 0.001);
  const rate = (key: "sent" | "processed") => Math.round((now[key] - before[key]) / seconds);
  return [
    `${now.seconds.toFixed(0).padStart(4)} s`,
    `in ${rate("sent").toLocaleString("en")}/s`,
    `out ${rate("processed").toLocaleString("en")}/s`,
    `lag ${(now.lagMs / 1000).toFixed(1)} s`,
    `failures ${now.failures.toLocaleString("en")}`,
    `table ${now.tableItems.toLocaleString("en")}`,
    `delivered ${now.delivered.toLocaleString("en")}`,
    ...(now.analytics
      ? [`analytics ${now.analytics.state}, windows ${now.analytics.windows.toLocaleString("en")}`]
      : []),
  ].join("  ");
}
