import type { ChildProcess } from "node:child_process";

/** Ctrl-C, termination, and a terminal that was closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The signals that end a command, as they reach what runs. The first lets Terraform finish what it is doing, write its state and
 * release its lock; the second makes it end at once.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  readonly #children = new Set<ChildProcess>();
  readonly #onSignal = () => {
    this.#controller.abort();
    for (const child of this.#children) child.kill("SIGINT");
  };

  /** Begins to listen; until {@link close} the signals no longer end this process. */
  constructor() {
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  /** Aborted by the first signal: what has not begun does not begin. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Passes signals on to a child that has a process group of its own.
   * @returns to be called at the child's end
   */
  pass(child: ChildProcess): () => void {
    this.#children.add(child);
    return () => this.#children.delete(child);
  }

  /** Leaves the signals to whoever comes next. */
  close(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
  }
}
