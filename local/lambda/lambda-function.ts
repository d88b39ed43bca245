import { type Clock, sleep } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import type { ActiveFaults } from "../faults/active-faults";
import type { OutputLog } from "../output-log";
import type { Random } from "../random";
import { EnvironmentPool, type PoolOptions, type Run } from "./environment-pool";
import type { FunctionCode } from "./function-code";
import type { FunctionConfiguration } from "./function-configuration";
import { FunctionMetrics } from "./function-metrics";
import { timedOut } from "./timed-out";
import type { FunctionError } from "./worker-messages";

/** What a function is made from. */
export interface LambdaFunctionOptions {
  readonly arn: string;
  readonly configuration: FunctionConfiguration;
  readonly code: FunctionCode;
  readonly log: OutputLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: MetricRecorder;
  /** What goes wrong with it. */
  readonly faults: ActiveFaults;
  /** What its environments need beside. */
  readonly environments: Pick<PoolOptions, "workerCode" | "region" | "endpointUrl">;
}

/** One function: what requests change of it, and the environments that it runs in. */
export class LambdaFunction {
  readonly arn: string;
  /** What it tells CloudWatch of itself. */
  readonly metrics: FunctionMetrics;
  /** Names that AWS's owner of it gave, and their values. */
  tags: ReadonlyMap<string, string> = new Map();
  /** Most invocations at once; undefined: it shares the account's concurrency with the others. */
  reservedConcurrency: number | undefined;
  readonly #options: LambdaFunctionOptions;
  /** The current one last; those before it finish what they had begun. */
  readonly #pools = new Set<EnvironmentPool>();
  readonly #closing = new AbortController();
  #pool: EnvironmentPool;
  #configuration: FunctionConfiguration;
  #code: FunctionCode;
  #revisionId: string;
  #modifiedMs: number;
  #running = 0;

  constructor(options: LambdaFunctionOptions) {
    this.#options = options;
    this.arn = options.arn;
    this.metrics = new FunctionMetrics(options.metrics, options.configuration.name);
    this.#configuration = options.configuration;
    this.#code = options.code;
    this.#revisionId = options.random.uuid();
    this.#modifiedMs = options.clock.now();
    this.#pool = this.#makePool();
  }

  get name(): string {
    return this.#configuration.name;
  }

  get configuration(): FunctionConfiguration {
    return this.#configuration;
  }

  get code(): FunctionCode {
    return this.#code;
  }

  /** Another after each update. */
  get revisionId(): string {
    return this.#revisionId;
  }

  /** When it was made or updated last, milliseconds since the epoch. */
  get modifiedMs(): number {
    return this.#modifiedMs;
  }

  /** Invocations under way. */
  get running(): number {
    return this.#running;
  }

  /** Those of them whose handlers are at work: a fault holds others up. */
  get atWork(): number {
    return [...this.#pools].reduce((sum, { running }) => sum + running, 0);
  }

  /** Changes code or settings: invocations under way end with what they began with, the next one has the new. */
  update({ configuration = this.#configuration, code = this.#code }: Partial<LambdaFunctionState>): void {
    this.#configuration = configuration;
    this.#code = code;
    this.#revisionId = this.#options.random.uuid();
    this.#modifiedMs = this.#options.clock.now();
    const former = this.#pool;
    this.#pool = this.#makePool();
    void former.retire().then(() => this.#pools.delete(former));
  }

  /** Whether a fault takes its concurrency now. */
  get isThrottledByFault(): boolean {
    return this.#options.faults.strikes("throttle", `function/${this.name}`) !== undefined;
  }

  /** Runs one invocation, whatever the concurrency. */
  async run(requestId: string, event: unknown): Promise<Run> {
    const { clock } = this.#options;
    this.#running++;
    this.metrics.recordConcurrency(this.#running);
    const startedMs = clock.now();
    try {
      const run = await this.#invoke(requestId, event);
      this.metrics.countInvocation(clock.now() - startedMs, run.outcome.kind === "error");
      return run;
    } finally {
      this.#running--;
    }
  }

  /** Ends all environments; invocations under way end with an error. Resolves when the log is written. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#pools].map((pool) => pool.end()));
    await this.#options.log.close();
  }

  /** Calls the handler, unless a fault has the invocation fail before; another may have it come late. */
  async #invoke(requestId: string, event: unknown): Promise<Run> {
    const { clock, faults } = this.#options;
    const { signal } = this.#closing;
    const slow = faults.strikes("slow", `function/${this.name}`);
    if (slow) {
      const timeoutMs = this.#configuration.timeoutSeconds * 1_000;
      const delayMs = Math.min(timeoutMs, (slow.seconds ?? 0) * 1_000);
      await sleep(clock, delayMs, signal);
      if (delayMs === timeoutMs || signal.aborted) return this.#failed(timedOut(requestId, delayMs));
    }
    if (!faults.strikes("fail", `function/${this.name}`)) return this.#pool.run(requestId, event);
    return this.#failed({ errorType: "Weir.Fault", errorMessage: "A fault that was set fails this function." });
  }

  #failed(error: FunctionError): Run {
    const line = `${JSON.stringify(error)}\n`;
    void this.#options.log.write(line);
    return { outcome: { kind: "error", error }, logTail: Buffer.from(line) };
  }

  #makePool(): EnvironmentPool {
    const { arn, log, clock, random, environments } = this.#options;
    const configuration = this.#configuration;
    const pool = new EnvironmentPool({
      ...environments,
      ...{ configuration, functionArn: arn, code: this.#code, log, clock, random },
    });
    this.#pools.add(pool);
    return pool;
  }
}

/** What an update changes. */
export interface LambdaFunctionState {
  readonly configuration: FunctionConfiguration;
  readonly code: FunctionCode;
}
