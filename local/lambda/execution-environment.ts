import { Worker } from "node:worker_threads";
import { type Clock, realClock } from "../clock";
import type { OutputLog } from "../output-log";
import { timedOut } from "./timed-out";
import type { FunctionError, WorkerAnswer, WorkerInvocation, WorkerStart } from "./worker-messages";

/** How one call of the handler ended. */
export type Outcome =
  | { readonly kind: "success"; readonly payload: unknown }
  | { readonly kind: "error"; readonly error: FunctionError };

/** What an execution environment is made from. */
export interface EnvironmentOptions {
  /** The worker's program, plain JavaScript. */
  readonly code: string;
  readonly start: Omit<WorkerStart, "nowMs">;
  /** All of `process.env` in the worker: nothing of the host's gets in. */
  readonly variables: Readonly<Record<string, string>>;
  /** How long one call of the handler may take. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: OutputLog;
  /** How many characters of what an invocation prints are kept. */
  readonly printedLength: number;
}

/** Lambda gives a function's start 10 seconds of its own, beside the function's timeout. */
const initTimeoutMs = 10_000;

interface Call {
  readonly requestId: string;
  readonly event: unknown;
  readonly resolve: (outcome: Outcome) => void;
}

/**
 * One execution environment: a worker thread that runs one invocation at a time and is reused while it lives.
 * The heap is held to the function's memory; memory outside it (Buffers) is not, and the time zone is the host's,
 * because threads share both with their process.
 */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #ready = false;
  #call: Call | undefined;
  #cancelTimeout: () => void = () => undefined;
  /** Why it can't be used any more; makes the outcome of the invocation that it cuts short. */
  #death: ((requestId: string) => FunctionError) | undefined;
  #memoryUsedBytes = 0;
  #printed = "";

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#worker = new Worker(options.code, {
      eval: true,
      env: options.variables,
      workerData: { ...options.start, nowMs: this.#virtualMs } satisfies WorkerStart,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: options.start.memoryMegabytes },
    });
    this.#worker.on("message", (answer: WorkerAnswer) => this.#receive(answer));
    this.#worker.on("error", (error) => {
      this.#death ??= deathByError(error);
    });
    const keep = (lines: string) => {
      this.#printed = (this.#printed + lines).slice(-options.printedLength);
    };
    const output = [this.#worker.stdout, this.#worker.stderr].map((stream) =>
      options.log.copy(stream, keep, options.start.logStreamName),
    );
    this.#ended = new Promise<number>((resolve) => this.#worker.on("exit", resolve)).then(async (exitCode) => {
      this.#death ??= deathByExit(exitCode);
      await Promise.all(output);
      this.#settleDead();
    });
  }

  /** Whether it can take another invocation. */
  get alive(): boolean {
    return this.#death === undefined;
  }

  /** The heap in use when the last invocation ended. */
  get memoryUsedBytes(): number {
    return this.#memoryUsedBytes;
  }

  /** The log stream that it writes to. */
  get logStreamName(): string {
    return this.#options.start.logStreamName;
  }

  /** The last lines that it printed since the last invocation began. */
  get printed(): string {
    return this.#printed;
  }

  /** Calls the handler once; resolves with an error when it throws, takes too long, or its worker ends. */
  invoke(requestId: string, event: unknown): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#call = { requestId, event, resolve };
      this.#printed = "";
      if (this.#ready) this.#send();
      else this.#endAfter(initTimeoutMs);
    });
  }

  /** Ends the worker, whatever it is doing; resolves when its output is in the log. */
  async end(): Promise<void> {
    await this.#worker.terminate();
    await this.#ended;
  }

  #receive(answer: WorkerAnswer): void {
    if (answer.kind === "fatal") {
      this.#death ??= () => answer.error;
    } else if (answer.kind === "ready") {
      this.#ready = true;
      this.#cancelTimeout();
      if (this.#call) this.#send();
    } else {
      this.#cancelTimeout();
      this.#memoryUsedBytes = answer.memoryUsedBytes;
      const outcome: Outcome =
        answer.kind === "success"
          ? { kind: "success", payload: JSON.parse(answer.payload) }
          : { kind: "error", error: answer.error };
      void this.#copied().then(() => this.#settle(outcome));
    }
  }

  /** Resolves when what the invocation printed is in the log: it has arrived, but may wait for the file. */
  async #copied(): Promise<void> {
    const { stdout, stderr } = this.#worker;
    while (stdout.readableLength + stderr.readableLength > 0) await this.#options.log.flush();
  }

  #send(): void {
    if (!this.#call) return;
    const { requestId, event } = this.#call;
    const { timeoutMs } = this.#options;
    this.#endAfter(timeoutMs);
    const nowMs = this.#virtualMs;
    this.#worker.postMessage({ requestId, event, timeoutMs, nowMs } satisfies WorkerInvocation);
  }

  /** The clock's time, if that is not the machine's, which the worker knows itself. */
  get #virtualMs(): number | undefined {
    const { clock } = this.#options;
    return clock === realClock ? undefined : clock.now();
  }

  #endAfter(delayMs: number): void {
    this.#cancelTimeout = this.#options.clock.schedule(() => {
      this.#death ??= (requestId) => timedOut(requestId, delayMs);
      void this.#worker.terminate();
    }, delayMs);
  }

  #settle(outcome: Outcome): void {
    this.#cancelTimeout();
    const call = this.#call;
    this.#call = undefined;
    call?.resolve(outcome);
  }

  #settleDead(): void {
    if (this.#call && this.#death) this.#settle({ kind: "error", error: this.#death(this.#call.requestId) });
  }
}

/** A worker's `error` event: its heap is full, or its program is broken. */
function deathByError(error: Error): (requestId: string) => FunctionError {
  if (!("code" in error) || error.code !== "ERR_WORKER_OUT_OF_MEMORY") {
    return () => ({ errorType: error.name, errorMessage: error.message });
  }
  return (requestId) => ({
    errorType: "Runtime.OutOfMemory",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  });
}

function deathByExit(exitCode: number): (requestId: string) => FunctionError {
  const reason = exitCode === 0 ? "without providing a reason" : `with error: exit status ${exitCode}`;
  return (requestId) => ({
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${reason}`,
  });
}
