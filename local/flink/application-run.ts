import { AwsError } from "../aws-error";
import { type Clock, sleep } from "../clock";
import type { Random } from "../random";
import { ApplicationJob } from "./application-job";
import type { ApplicationOperation, OperationKind } from "./application-operation";
import type { ApplicationVersion } from "./application-version";
import type { StartJob } from "./job";
import type { JobMetrics } from "./job-metrics";
import { type RunConfiguration, runDefaults } from "./run-configuration";
import { Snapshots } from "./snapshots";

/** An application's state, in AWS's words: all but READY and RUNNING pass by themselves. */
export type ApplicationStatus =
  | "READY"
  | "STARTING"
  | "RUNNING"
  | "UPDATING"
  | "STOPPING"
  | "FORCE_STOPPING"
  | "DELETING";

/** What applications run on. */
export interface RunDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly startJob: StartJob;
  /** Removes the folder of a savepoint. */
  readonly removeFolder: (folder: string) => Promise<void>;
  /** How long an application is in each transition at least, milliseconds. @default 0 */
  readonly transitionMs?: number;
  /** Tells the person of a job that failed. */
  readonly notice: (line: string) => void;
}

/** Where AWS allows a stop by force. */
const forcible: readonly ApplicationStatus[] = ["STARTING", "UPDATING", "STOPPING", "RUNNING"];

/** AWS names no number: so many of an application's operations are remembered. */
const maxOperations = 1_000;

/** An operation to be: the state that it passes through, what it does meanwhile, and the version that it takes into force. */
interface Passage {
  readonly kind: OperationKind;
  readonly through: ApplicationStatus;
  readonly work: (operation: ApplicationOperation) => Promise<void>;
  readonly version?: ApplicationVersion;
}

/** How many records the process of a job had read at a moment, milliseconds since the epoch. */
export interface RecordsRead {
  readonly count: number;
  readonly atMs: number;
}

/** The running side of one application: its job, the states that this brings with it, and its snapshots. */
export class ApplicationRun {
  readonly snapshots: Snapshots;
  /** The newest of them, oldest first. */
  readonly operations: ApplicationOperation[] = [];
  readonly #job: ApplicationJob;
  readonly #closing = new AbortController();
  #status: ApplicationStatus = "READY";
  #configuration: RunConfiguration | undefined;
  #failure: string | undefined;
  #read: RecordsRead | undefined;

  constructor(
    private readonly application: string,
    private readonly dependencies: RunDependencies,
  ) {
    const { clock, random, startJob, removeFolder } = dependencies;
    this.snapshots = new Snapshots(clock, removeFolder);
    const onEnded = (reason: Error | undefined) => this.#onEnded(reason);
    this.#job = new ApplicationJob({ application, startJob, random, snapshots: this.snapshots, onEnded });
  }

  get status(): ApplicationStatus {
    return this.#status;
  }

  /** How it was asked to run; undefined before it was. */
  get configuration(): RunConfiguration | undefined {
    return this.#configuration;
  }

  /** Why nothing runs, though it was asked to; undefined when it runs, or is to rest. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** What its job tells of itself; undefined unless it is RUNNING. */
  async jobMetrics(): Promise<JobMetrics | undefined> {
    if (this.#status !== "RUNNING") return undefined;
    const told = await this.#job.metrics();
    const { recordsRead: count } = told ?? {};
    this.#read = count === undefined ? undefined : { count, atMs: this.dependencies.clock.now() };
    return told;
  }

  /** What its job had read when it was last asked; undefined when that is not known. */
  get read(): RecordsRead | undefined {
    return this.#read;
  }

  /** @throws AwsError `ResourceInUseException` in a state other than these */
  requireStatus(...statuses: readonly ApplicationStatus[]): void {
    if (statuses.includes(this.#status)) return;
    const message = `Application ${this.application} is in ${this.#status} state, and must be ${statuses.join(" or ")}.`;
    throw new AwsError("ResourceInUseException", message);
  }

  /** Starts the job. @throws AwsError `ResourceInUseException` unless it is READY, and as `ApplicationJob.start` */
  start(version: ApplicationVersion, given: Partial<RunConfiguration>): ApplicationOperation {
    this.requireStatus("READY");
    const configuration = { ...runDefaults, ...given };
    const running = this.#job.start(version, configuration);
    this.#configuration = configuration;
    return this.#operate({ kind: "StartApplication", through: "STARTING", work: () => running });
  }

  /**
   * Stops the job, with a snapshot if the application has them.
   * @param force ends it at once and without a snapshot, from a transition too
   * @throws AwsError `ResourceInUseException` in a state that it can't be stopped in
   */
  stop(force: boolean): ApplicationOperation {
    this.requireStatus(...(force ? forcible : (["RUNNING"] as const)));
    const through = force ? "FORCE_STOPPING" : "STOPPING";
    return this.#operate({ kind: "StopApplication", through, work: () => this.#job.stop(force) });
  }

  /**
   * Takes a version into force: a running job is stopped with a snapshot, and the next goes on from it unless `given`
   * says otherwise.
   * @throws AwsError `InvalidArgumentException` for a snapshot that is not there
   */
  update(version: ApplicationVersion, given: Partial<RunConfiguration>): ApplicationOperation {
    const next = { ...runDefaults, ...given };
    this.#job.savepointOf(next.restore);
    const isRunning = this.#status === "RUNNING";
    // AWS forgets at each update that state may be left out, and goes on saying how the application was restored.
    if (this.#configuration) this.#configuration = { ...this.#configuration, allowNonRestoredState: false, ...given };
    const work = async (operation: ApplicationOperation) => {
      if (!isRunning) return;
      await this.#job.stop(false);
      if (operation.status === "IN_PROGRESS" && !this.#closing.signal.aborted) await this.#job.start(version, next);
    };
    return this.#operate({ kind: "UpdateApplication", through: "UPDATING", version, work });
  }

  /** Takes a snapshot. @throws AwsError `ResourceInUseException` unless it runs, and as `ApplicationJob.takeSnapshot` */
  takeSnapshot(name: string): void {
    this.requireStatus("RUNNING");
    this.#job.takeSnapshot(name).catch((error) => this.#tell(`snapshot ${name} failed`, error));
  }

  /** Ends the job, and removes its snapshots. @throws AwsError `ResourceInUseException` unless it is READY or RUNNING */
  delete(): Promise<void> {
    this.requireStatus("READY", "RUNNING");
    this.#status = "DELETING";
    return Promise.all([this.#job.stop(true), this.#transition()]).then(() => this.snapshots.clear());
  }

  /** Ends the job with the process. */
  close(): Promise<void> {
    this.#closing.abort();
    return this.#job.stop(true);
  }

  /** A job that ends by itself leaves its application READY. */
  #onEnded(reason: Error | undefined): void {
    if (this.#status !== "RUNNING") return;
    this.#status = "READY";
    if (reason) this.#failure = this.#tell("its job ended", reason);
  }

  /** Passes through a state; an operation that was under way is cancelled, and its end changes nothing any more. */
  #operate({ kind, through, version, work }: Passage): ApplicationOperation {
    const { clock, random } = this.dependencies;
    const last = this.operations.at(-1);
    if (last?.status === "IN_PROGRESS") Object.assign(last, { status: "CANCELLED", endedMs: clock.now() });
    const operation: ApplicationOperation = {
      ...{ id: random.uuid(), number: (last?.number ?? 0) + 1, kind, startedMs: clock.now(), status: "IN_PROGRESS" },
      ...(version && { version }),
    };
    this.operations.push(operation);
    if (this.operations.length > maxOperations) this.operations.shift();
    this.#status = through;
    this.#failure = undefined;
    Promise.all([work(operation), this.#transition()]).then(
      () => this.#finish(operation),
      (error) => this.#finish(operation, error),
    );
    return operation;
  }

  #finish(operation: ApplicationOperation, error?: unknown): void {
    if (operation.status !== "IN_PROGRESS" || this.#closing.signal.aborted) return;
    operation.endedMs = this.dependencies.clock.now();
    operation.status = error === undefined ? "SUCCESSFUL" : "FAILED";
    this.#status = this.#job.exists ? "RUNNING" : "READY";
    if (error === undefined) return;
    operation.error = error instanceof Error ? error.message : String(error);
    const told = this.#tell(`${operation.kind} failed`, error);
    if (!this.#job.exists) this.#failure = told;
  }

  async #transition(): Promise<void> {
    const { clock, transitionMs = 0 } = this.dependencies;
    if (transitionMs > 0) await sleep(clock, transitionMs, this.#closing.signal);
  }

  /** @returns the line that the person was told */
  #tell(what: string, error: unknown): string {
    const line = `${this.application}: ${what}: ${error instanceof Error ? error.message : String(error)}`;
    this.dependencies.notice(line);
    return line;
  }
}
