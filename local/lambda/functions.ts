import { devNull } from "node:os";
import { join } from "node:path";
import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { Random } from "../random";
import { ExecutionEnvironment, type Outcome } from "./execution-environment";
import { unpackCode } from "./function-code";
import { FunctionLog, type LogListener } from "./function-log";
import type { FunctionRunner, Invocation } from "./function-runner";
import { workerCode } from "./worker-code";

/** One function, as Lambda's `CreateFunction` describes it. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  /** The deployment package. */
  readonly zipPath: string;
  /** `<file without extension>.<exported name>`, such as `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Most invocations at once. @default Lambda's account limit, 1,000 */
  readonly reservedConcurrency?: number;
}

/** Where functions run. */
export interface FunctionsOptions {
  /** Code is unpacked under `<folder>/functions/<name>/`, logs go to `<folder>/logs/<name>.log`. */
  readonly folder: string;
  readonly region: string;
  /** The embedded AWS: what the functions' SDK clients talk to. */
  readonly endpointUrl: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Sees every line that a function logs. */
  readonly onLogLine?: LogListener;
}

/** An account's concurrency in a region, unless AWS raised it. */
const accountConcurrency = 1_000;

/** How long an environment stays warm; Lambda promises nothing, and keeps them for some minutes. */
const idleMs = 5 * 60_000;

interface LocalFunction {
  readonly configuration: FunctionConfiguration;
  readonly taskRoot: string;
  readonly workerCode: string;
  readonly log: FunctionLog;
  /** Warm environments with what cancels their end; the last used is the next to be used, so that spare ones grow old. */
  readonly idle: { readonly environment: ExecutionEnvironment; readonly cancelEnd: () => void }[];
  readonly environments: Set<ExecutionEnvironment>;
  readonly running: Set<Promise<Outcome>>;
}

/** Runs real deployment packages in worker threads, as many at a time as the function's concurrency allows. */
export class Functions implements FunctionRunner {
  readonly #options: FunctionsOptions;
  readonly #functions = new Map<string, LocalFunction>();

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  /**
   * Unpacks a function's code and makes it ready to be invoked.
   *
   * @throws Error when the package is missing or not a zip
   * @throws AwsError `ResourceConflictException` when there is such a function already
   */
  async createFunction(configuration: FunctionConfiguration): Promise<void> {
    const { name } = configuration;
    const { folder, onLogLine } = this.#options;
    const code = await workerCode();
    const taskRoot = await unpackCode(name, configuration.zipPath, join(folder, "functions", name));
    if (this.#functions.has(name)) {
      throw new AwsError("ResourceConflictException", `Function already exist: ${name}`, 409);
    }
    this.#functions.set(name, {
      configuration,
      taskRoot,
      workerCode: code,
      log: new FunctionLog(name, join(folder, "logs", `${name}.log`), onLogLine),
      idle: [],
      environments: new Set(),
      running: new Set(),
    });
  }

  /** @inheritdoc */
  async invoke(functionName: string, event: unknown): Promise<Invocation> {
    const fn = this.#functions.get(functionName);
    if (!fn) throw new AwsError("ResourceNotFoundException", `Function not found: ${functionName}`, 404);
    const requestId = this.#options.random.uuid();
    if (fn.running.size >= (fn.configuration.reservedConcurrency ?? accountConcurrency)) {
      return { kind: "throttled", requestId };
    }
    const run = this.#run(fn, requestId, event);
    fn.running.add(run);
    const outcome = await run.finally(() => fn.running.delete(run));
    return outcome.kind === "success" ? { ...outcome, requestId } : { kind: "error", requestId, ...outcome.error };
  }

  /** Ends all environments; invocations under way end with an error. Resolves when the logs are written. */
  async close(): Promise<void> {
    const functions = [...this.#functions.values()];
    this.#functions.clear();
    await Promise.all(functions.map(closeFunction));
  }

  async #run(fn: LocalFunction, requestId: string, event: unknown): Promise<Outcome> {
    const { clock } = this.#options;
    const environment = this.#takeEnvironment(fn);
    const startedMs = clock.now();
    void fn.log.write(`START RequestId: ${requestId} Version: $LATEST\n`);
    const outcome = await environment.invoke(requestId, event);
    void fn.log.write(reportLines(fn.configuration, requestId, clock.now() - startedMs, environment, outcome));
    if (environment.alive && this.#functions.get(fn.configuration.name) === fn) this.#keepWarm(fn, environment);
    else fn.environments.delete(environment);
    return outcome;
  }

  #takeEnvironment(fn: LocalFunction): ExecutionEnvironment {
    for (let warm = fn.idle.pop(); warm; warm = fn.idle.pop()) {
      warm.cancelEnd();
      if (warm.environment.alive) return warm.environment;
      fn.environments.delete(warm.environment);
    }
    const environment = this.#startEnvironment(fn);
    fn.environments.add(environment);
    return environment;
  }

  #keepWarm(fn: LocalFunction, environment: ExecutionEnvironment): void {
    const cancelEnd = this.#options.clock.schedule(() => {
      fn.idle.splice(
        fn.idle.findIndex((warm) => warm.environment === environment),
        1,
      );
      void environment.end().then(() => fn.environments.delete(environment));
    }, idleMs);
    fn.idle.push({ environment, cancelEnd });
  }

  #startEnvironment({ configuration, taskRoot, workerCode, log }: LocalFunction): ExecutionEnvironment {
    const { clock, random } = this.#options;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStreamName = `${day}/[$LATEST]${random.uuid().replaceAll("-", "")}`;
    const { name, arn, handler, memoryMegabytes, timeoutSeconds } = configuration;
    return new ExecutionEnvironment({
      code: workerCode,
      start: { taskRoot, handler, functionName: name, functionArn: arn, memoryMegabytes, logStreamName },
      variables: this.#variables(configuration, taskRoot, logStreamName),
      timeoutMs: timeoutSeconds * 1000,
      clock,
      log,
    });
  }

  /** What Lambda sets for a function; its own variables can't replace these. */
  #variables(fn: FunctionConfiguration, taskRoot: string, logStreamName: string): Record<string, string> {
    const { region, endpointUrl } = this.#options;
    return {
      ...fn.environment,
      _HANDLER: fn.handler,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMegabytes),
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "local",
      AWS_ENDPOINT_URL: endpointUrl,
      // The developer's own profiles must not reach a function: they could point it at a real account.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      LAMBDA_TASK_ROOT: taskRoot,
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
    };
  }
}

async function closeFunction(fn: LocalFunction): Promise<void> {
  for (const { cancelEnd } of fn.idle) cancelEnd();
  await Promise.all([...fn.environments].map((environment) => environment.end()));
  await Promise.all(fn.running);
  await fn.log.close();
}

/** The lines with which Lambda ends an invocation in the log. */
function reportLines(
  fn: FunctionConfiguration,
  requestId: string,
  durationMs: number,
  environment: ExecutionEnvironment,
  outcome: Outcome,
): string {
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${fn.memoryMegabytes} MB`,
    `Max Memory Used: ${Math.ceil(environment.memoryUsedBytes / 2 ** 20)} MB`,
  ];
  if (!environment.alive && outcome.kind === "error") {
    report.push("Status: error", `Error Type: ${outcome.error.errorType}`);
  }
  return `END RequestId: ${requestId}\n${report.join("\t")}\t\n`;
}
