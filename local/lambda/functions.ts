import { join } from "node:path";
import { AwsError } from "../aws-error";
import type { Clock } from "../clock";
import type { MetricRecorder } from "../cloudwatch/metric-recorder";
import { type ActiveFaults, noFaults } from "../faults/active-faults";
import { type LogListener, OutputLog } from "../output-log";
import type { Random } from "../random";
import { type FunctionCode, unpackCode } from "./function-code";
import { checkFunctionConfiguration, type FunctionConfiguration } from "./function-configuration";
import type { FunctionRunner, Invocation } from "./function-runner";
import { LambdaFunction } from "./lambda-function";
import { workerCode } from "./worker-code";

/** Where functions run. */
export interface FunctionsOptions {
  /** Code is unpacked under `<folder>/functions/<name>/`, logs go to `<folder>/logs/<name>.log`. */
  readonly folder: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** The embedded AWS, once it listens: what the functions' SDK clients talk to. */
  readonly endpointUrl: () => string;
  readonly clock: Clock;
  readonly random: Random;
  /** Hears what CloudWatch is to know of functions. */
  readonly metrics: MetricRecorder;
  /** What goes wrong with functions. @default nothing */
  readonly faults?: ActiveFaults;
  /** Sees every line that a function logs. */
  readonly onLogLine?: LogListener;
  /** How much code an account may keep. @default AWS's 75 GiB */
  readonly maxCodeBytes?: number;
}

/** An invocation, and the last 4 KB that it logged. */
export type LoggedInvocation = Invocation & { readonly logTail: Buffer };

/** An account's concurrency in a region, unless AWS raised it. */
const accountConcurrency = 1_000;

/** So much of it can't be reserved. */
const minUnreservedConcurrency = 100;

const accountCodeBytes = 75 * 2 ** 30;

/** The functions of one account and region: runs real deployment packages, as many at a time as concurrency allows. */
export class Functions implements FunctionRunner {
  readonly #options: FunctionsOptions;
  readonly #functions = new Map<string, LambdaFunction>();
  /** Names of functions whose code is being unpacked. */
  readonly #unpacking = new Set<string>();

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  get accountId(): string {
    return this.#options.accountId;
  }

  get region(): string {
    return this.#options.region;
  }

  /** A function's ARN, whether it is there or not. */
  arnOf(name: string): string {
    return `arn:aws:lambda:${this.region}:${this.accountId}:function:${name}`;
  }

  /**
   * Unpacks a function's code and makes it ready to be invoked.
   *
   * @param zip the deployment package
   * @throws AwsError `ResourceConflictException` when there is such a function already, `CodeStorageExceededException`,
   * `InvalidParameterValueException` for a bad package or setting
   */
  async createFunction(configuration: FunctionConfiguration, zip: Uint8Array): Promise<LambdaFunction> {
    const { clock, random, metrics, faults = noFaults, folder, region, endpointUrl, onLogLine } = this.#options;
    const { name } = configuration;
    checkFunctionConfiguration(configuration);
    if (this.#functions.has(name) || this.#unpacking.has(name)) {
      throw new AwsError("ResourceConflictException", `Function already exist: ${name}`, 409);
    }
    return this.#unpack(name, zip, async (code) => {
      const environments = { workerCode: await workerCode(), region, endpointUrl };
      const log = new OutputLog(name, join(folder, "logs", `${name}.log`), onLogLine);
      const arn = this.arnOf(name);
      const fn = new LambdaFunction({ arn, configuration, code, log, clock, random, metrics, faults, environments });
      this.#functions.set(name, fn);
      return fn;
    });
  }

  /**
   * Replaces a function's code.
   * @throws AwsError `ResourceConflictException` while another update is under way, else as `createFunction`
   */
  async updateCode(fn: LambdaFunction, zip: Uint8Array): Promise<void> {
    if (this.#unpacking.has(fn.name)) {
      const busy = "The operation cannot be performed at this time. An update is in progress for resource:";
      throw new AwsError("ResourceConflictException", `${busy} ${fn.arn}`, 409);
    }
    await this.#unpack(fn.name, zip, (code) => fn.update({ code }));
  }

  /** @throws AwsError `InvalidParameterValueException` or `ValidationException` for a setting that AWS refuses */
  updateConfiguration(fn: LambdaFunction, changes: Partial<FunctionConfiguration>): void {
    const configuration = { ...fn.configuration, ...changes };
    checkFunctionConfiguration(configuration);
    fn.update({ configuration });
  }

  /** Ends a function; invocations under way end with an error. */
  async deleteFunction(fn: LambdaFunction): Promise<void> {
    this.#functions.delete(fn.name);
    await fn.close();
  }

  /**
   * Sets aside concurrency for a function, or gives it back.
   * @throws AwsError `InvalidParameterValueException` when too little would be left for the others
   */
  reserveConcurrency(fn: LambdaFunction, concurrency: number | undefined): void {
    const unreserved = this.#unreservedConcurrency() + (fn.reservedConcurrency ?? 0);
    if (unreserved - (concurrency ?? 0) < minUnreservedConcurrency) {
      throw new AwsError(
        "InvalidParameterValueException",
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
          `its minimum value of [${minUnreservedConcurrency}].`,
      );
    }
    fn.reservedConcurrency = concurrency;
  }

  /** How many handlers are at work. */
  get handlersAtWork(): number {
    return this.functions().reduce((sum, { atWork }) => sum + atWork, 0);
  }

  /** All functions, by name. */
  functions(): readonly LambdaFunction[] {
    return [...this.#functions.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The function of that name, if there is one. */
  find(name: string): LambdaFunction | undefined {
    return this.#functions.get(name);
  }

  /** @inheritdoc */
  async invoke(
    functionName: string,
    event: unknown,
    requestId: string = this.#options.random.uuid(),
  ): Promise<LoggedInvocation> {
    const fn = this.#functions.get(functionName);
    if (!fn) {
      const message = `Function not found: ${this.arnOf(functionName)}:$LATEST`;
      throw new AwsError("ResourceNotFoundException", message, 404);
    }
    if (fn.isThrottledByFault || !this.#hasRoom(fn)) {
      fn.metrics.countThrottle();
      return { kind: "throttled", requestId, logTail: Buffer.alloc(0) };
    }
    const { outcome, logTail } = await fn.run(requestId, event);
    if (outcome.kind === "success") return { ...outcome, requestId, logTail };
    return { kind: "error", requestId, ...outcome.error, logTail };
  }

  /** Ends all environments; invocations under way end with an error. Resolves when the logs are written. */
  async close(): Promise<void> {
    const functions = this.functions();
    this.#functions.clear();
    await Promise.all(functions.map((fn) => fn.close()));
  }

  /** Whether a function may begin one more invocation. */
  #hasRoom({ reservedConcurrency, running }: LambdaFunction): boolean {
    if (reservedConcurrency !== undefined) return running < reservedConcurrency;
    let unreservedRunning = 0;
    for (const fn of this.#functions.values())
      if (fn.reservedConcurrency === undefined) unreservedRunning += fn.running;
    return unreservedRunning < this.#unreservedConcurrency();
  }

  /** What functions without a reservation share. */
  #unreservedConcurrency(): number {
    let unreserved = accountConcurrency;
    for (const { reservedConcurrency = 0 } of this.#functions.values()) unreserved -= reservedConcurrency;
    return unreserved;
  }

  /** Unpacks a package and hands it on, one at a time for a function. */
  async #unpack<Result>(
    name: string,
    zip: Uint8Array,
    use: (code: FunctionCode) => Result | Promise<Result>,
  ): Promise<Result> {
    const { folder, maxCodeBytes = accountCodeBytes } = this.#options;
    const others = this.functions().filter((fn) => fn.name !== name);
    if (others.reduce((bytes, { code }) => bytes + code.sizeBytes, zip.length) > maxCodeBytes) {
      throw new AwsError("CodeStorageExceededException", "Code storage limit exceeded.");
    }
    this.#unpacking.add(name);
    try {
      return await use(await unpackCode(zip, join(folder, "functions", name)));
    } finally {
      this.#unpacking.delete(name);
    }
  }
}
