import { devNull } from "node:os";
import type { Clock } from "../clock";
import type { OutputLog } from "../output-log";
import type { Random } from "../random";
import { ExecutionEnvironment, type Outcome } from "./execution-environment";
import type { FunctionCode } from "./function-code";
import type { FunctionConfiguration } from "./function-configuration";

/** What a pool is made from: one state of a function's code and settings. */
export interface PoolOptions {
  readonly configuration: FunctionConfiguration;
  readonly functionArn: string;
  readonly code: FunctionCode;
  /** The workers' program, plain JavaScript. */
  readonly workerCode: string;
  readonly log: OutputLog;
  readonly region: string;
  /** The embedded AWS, once it listens: what the function's SDK clients talk to. */
  readonly endpointUrl: () => string;
  readonly clock: Clock;
  readonly random: Random;
}

/** How an invocation ended, and the last of what it logged. */
export interface Run {
  readonly outcome: Outcome;
  /** Up to Lambda's 4 KB, from its START line to its REPORT line. */
  readonly logTail: Buffer;
}

/** How long an environment stays warm; Lambda promises nothing, and keeps them for some minutes. */
const idleMs = 5 * 60_000;

/** How much of its log an invocation can give back. */
const logTailBytes = 4_096;

/** The execution environments of one state of a function; an update of the function makes another pool. */
export class EnvironmentPool {
  readonly #options: PoolOptions;
  /** Warm environments with what cancels their end; the last used is the next to be used, so that spare ones grow old. */
  readonly #idle: { readonly environment: ExecutionEnvironment; readonly cancelEnd: () => void }[] = [];
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #runs = new Set<Promise<Run>>();
  #retired = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Invocations under way. */
  get running(): number {
    return this.#runs.size;
  }

  /** Runs one invocation in a warm environment, or in a new one. */
  run(requestId: string, event: unknown): Promise<Run> {
    const run = this.#run(requestId, event).finally(() => this.#runs.delete(run));
    this.#runs.add(run);
    return run;
  }

  /** Ends what is idle now, and the rest as its invocations end; resolves when nothing is left. */
  async retire(): Promise<void> {
    this.#retired = true;
    await Promise.all(this.#idle.splice(0).map((warm) => this.#end(warm)));
    await Promise.all(this.#runs);
    await Promise.all([...this.#environments].map((environment) => environment.end()));
  }

  /** Ends everything; invocations under way end with an error. */
  async end(): Promise<void> {
    this.#retired = true;
    for (const { cancelEnd } of this.#idle) cancelEnd();
    await Promise.all([...this.#environments].map((environment) => environment.end()));
    await Promise.all(this.#runs);
  }

  async #run(requestId: string, event: unknown): Promise<Run> {
    const { clock, log } = this.#options;
    const environment = this.#take();
    const startedMs = clock.now();
    const start = `START RequestId: ${requestId} Version: $LATEST\n`;
    void log.write(start, environment.logStreamName);
    const outcome = await environment.invoke(requestId, event);
    const report = reportLines(this.#options.configuration, requestId, clock.now() - startedMs, environment, outcome);
    void log.write(report, environment.logStreamName);
    if (!environment.alive) this.#environments.delete(environment);
    else if (this.#retired) void this.#end({ environment, cancelEnd: () => undefined });
    else this.#keepWarm(environment);
    return { outcome, logTail: Buffer.from(start + environment.printed + report).subarray(-logTailBytes) };
  }

  #take(): ExecutionEnvironment {
    for (let warm = this.#idle.pop(); warm; warm = this.#idle.pop()) {
      warm.cancelEnd();
      if (warm.environment.alive) return warm.environment;
      this.#environments.delete(warm.environment);
    }
    const environment = this.#start();
    this.#environments.add(environment);
    return environment;
  }

  #keepWarm(environment: ExecutionEnvironment): void {
    const cancelEnd = this.#options.clock.schedule(() => {
      const at = this.#idle.findIndex((warm) => warm.environment === environment);
      for (const warm of this.#idle.splice(at, 1)) void this.#end(warm);
    }, idleMs);
    this.#idle.push({ environment, cancelEnd });
  }

  async #end({ environment, cancelEnd }: { environment: ExecutionEnvironment; cancelEnd: () => void }): Promise<void> {
    cancelEnd();
    await environment.end();
    this.#environments.delete(environment);
  }

  #start(): ExecutionEnvironment {
    const { configuration, functionArn, code, workerCode, log, clock, random } = this.#options;
    const { name, handler, memoryMegabytes, timeoutSeconds } = configuration;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStreamName = `${day}/[$LATEST]${random.uuid().replaceAll("-", "")}`;
    return new ExecutionEnvironment({
      code: workerCode,
      start: { taskRoot: code.taskRoot, handler, functionName: name, functionArn, memoryMegabytes, logStreamName },
      variables: this.#variables(logStreamName),
      timeoutMs: timeoutSeconds * 1000,
      clock,
      log,
      printedLength: logTailBytes,
    });
  }

  /** What Lambda sets for a function; its own variables can't replace these. */
  #variables(logStreamName: string): Record<string, string> {
    const { configuration, code, region, endpointUrl } = this.#options;
    const { name, runtime, handler, memoryMegabytes, environment } = configuration;
    return {
      ...environment,
      _HANDLER: handler,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "local",
      AWS_ENDPOINT_URL: endpointUrl(),
      // The developer's own profiles must not reach a function: they could point it at a real account.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      LAMBDA_TASK_ROOT: code.taskRoot,
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
    };
  }
}

/** The lines with which Lambda ends an invocation in the log. */
function reportLines(
  { memoryMegabytes }: FunctionConfiguration,
  requestId: string,
  durationMs: number,
  environment: ExecutionEnvironment,
  outcome: Outcome,
): string {
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memoryMegabytes} MB`,
    `Max Memory Used: ${Math.ceil(environment.memoryUsedBytes / 2 ** 20)} MB`,
  ];
  if (!environment.alive && outcome.kind === "error") {
    report.push("Status: error", `Error Type: ${outcome.error.errorType}`);
  }
  return `END RequestId: ${requestId}\n${report.join("\t")}\t\n`;
}
