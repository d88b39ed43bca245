import { type Clock, sleep } from "../clock";
import type { OutputLog } from "../output-log";
import type { FlinkRuntime } from "./flink-runtime";
import type { Job, JobSpec } from "./job";
import { type JobFolder, newestIn, urlOf } from "./job-folder";
import type { JobMetrics } from "./job-metrics";
import { type Exit, JobProcess, type RunningJob } from "./job-process";
import { localProperties } from "./local-properties";
import { innermostCause, isStackTrace } from "./stack-trace";

/** What a job stands on. */
export interface JobDependencies {
  readonly runtime: FlinkRuntime;
  readonly folder: JobFolder;
  /** Gets what the job's processes print. */
  readonly log: OutputLog;
  /** The embedded AWS, where the job's tables lie. */
  readonly endpointUrl: string;
  /** Whether what comes after may go on from a last checkpoint. */
  readonly keep: boolean;
  readonly clock: Clock;
  /** Gets what a person must know. */
  readonly notice: (line: string) => void;
}

/** A process that ends sooner has failed at once, and not after having been of use. */
const quickMs = 60_000;

/** So many of these in a row are enough: the next would fail, too. */
const maxQuickFailures = 5;

const firstPauseMs = 1_000;

/** A job in a process of its own, which is started again from its newest checkpoint when it crashes. */
export class FlinkJob implements Job {
  readonly running: Promise<void>;
  readonly ended: Promise<Error | undefined>;
  readonly #spec: JobSpec;
  readonly #dependencies: JobDependencies;
  readonly #stopping = new AbortController();
  #process: JobProcess | undefined;
  #running: RunningJob | undefined;
  /** Processes that followed the first. */
  #restarts = 0;
  /** When the process before this one ended, while the job does not run again; milliseconds since the epoch. */
  #downSinceMs: number | undefined;

  constructor(spec: JobSpec, dependencies: JobDependencies) {
    this.#spec = spec;
    this.#dependencies = dependencies;
    let onRunning: () => void = () => undefined;
    const ran = new Promise<void>((resolve) => {
      onRunning = resolve;
    });
    this.ended = this.#run(onRunning).catch((error: Error) => error);
    const failed = this.ended.then((reason) => {
      throw reason ?? new Error(`${spec.application} was stopped before its job ran`);
    });
    this.running = Promise.race([ran, failed]);
  }

  async metrics(): Promise<JobMetrics> {
    const flink = await this.#running?.rest.metrics(this.#running.id);
    const downtimeMs = this.#downSinceMs === undefined ? 0 : this.#dependencies.clock.now() - this.#downSinceMs;
    return { ...flink, restarts: this.#restarts + (flink?.restarts ?? 0), downtimeMs: flink?.downtimeMs ?? downtimeMs };
  }

  async snapshot(): Promise<string> {
    const { rest, id } = this.#current();
    return rest.savepoint(id);
  }

  async stop({ withSnapshot }: { readonly withSnapshot: boolean }): Promise<string | undefined> {
    const snapshot = withSnapshot ? await this.#stopWithSavepoint() : undefined;
    if (!withSnapshot && this.#dependencies.keep) await this.#lastCheckpoint();
    this.#stopping.abort();
    this.#process?.kill();
    await this.ended;
    return snapshot;
  }

  /** Runs one process after the other, until the job is stopped or given up. @returns why it was given up */
  async #run(onRunning: () => void): Promise<Error | undefined> {
    const { clock, notice, log } = this.#dependencies;
    const { application } = this.#spec;
    const { signal } = this.#stopping;
    let hasRun = false;
    const onJob = () => {
      hasRun = true;
      onRunning();
    };
    try {
      for (let failures = 0; ; ) {
        const startedMs = clock.now();
        const exit = await this.#runOnce(onJob);
        // Flink's runner returns when its job has finished, which one on streams does when it is stopped.
        if (signal.aborted || exit.code === 0) return undefined;
        if (!hasRun && exit.code === 1) return this.#startError(exit);
        failures = clock.now() - startedMs < quickMs ? failures + 1 : 0;
        const said = `${application} ended by itself (${exit.how})`;
        if (failures === maxQuickFailures) {
          return new Error(`${said}, ${failures} times soon after its start: ${log.path} says why`);
        }
        const pauseMs = firstPauseMs * 2 ** Math.max(0, failures - 1);
        notice(`${said}: it starts again in ${pauseMs / 1000} s; ${log.path} says why`);
        this.#downSinceMs ??= clock.now();
        await sleep(clock, pauseMs, signal);
        if (signal.aborted) return undefined;
        this.#restarts++;
      }
    } finally {
      await log.close();
    }
  }

  async #runOnce(onJob: () => void): Promise<Exit> {
    const { runtime, folder, log, endpointUrl } = this.#dependencies;
    const propertyGroups = localProperties(this.#spec.propertyGroups, endpointUrl);
    folder.prepare(this.#spec, { propertyGroups, restoreFrom: this.#restoreFrom() });
    const process = new JobProcess(runtime, folder, log);
    this.#process = process;
    if (this.#stopping.signal.aborted) process.kill();
    try {
      const [exit] = await Promise.all([process.exited, this.#awaitJob(process, onJob)]);
      return exit;
    } catch (error) {
      // An answer that makes no sense must not leave it behind.
      process.kill();
      await process.exited;
      throw error;
    } finally {
      this.#running = undefined;
    }
  }

  async #awaitJob(process: JobProcess, onJob: () => void): Promise<void> {
    this.#running = await process.runningJob();
    if (!this.#running) return;
    this.#downSinceMs = undefined;
    onJob();
  }

  #restoreFrom(): string | undefined {
    return this.#dependencies.folder.newestCheckpoint() ?? this.#spec.restoreFrom;
  }

  /** What the runner says of bad SQL or a missing property, and Flink of state that it can't take over. */
  #startError({ message }: Exit): Error {
    const { log } = this.#dependencies;
    const { application } = this.#spec;
    const restoreFrom = this.#restoreFrom();
    const state =
      restoreFrom === undefined ? "" : `\n(it was to go on from ${restoreFrom}: without it, it begins anew)`;
    const said = isStackTrace(message) ? `${innermostCause(message)}; ${log.path} says more` : message;
    return new Error(`${application} can't start: ${said}${state}`);
  }

  async #stopWithSavepoint(): Promise<string> {
    const { rest, id } = this.#current();
    const { folder } = this.#dependencies;
    const savepoints = folder.newSavepoints();
    await rest.stopWithSavepoint(id, urlOf(savepoints));
    const savepoint = newestIn([savepoints]);
    if (savepoint !== undefined) return savepoint;
    throw new Error(`${this.#spec.application} has no savepoint of its end: its process ended before that was whole`);
  }

  /** So that the next process of the job need not do again what this one did since its last checkpoint. */
  async #lastCheckpoint(): Promise<void> {
    if (!this.#running || !this.#spec.checkpoints) return;
    const { rest, id } = this.#running;
    try {
      await rest.checkpoint(id);
    } catch (error) {
      this.#dependencies.notice(`${this.#spec.application} ends without a last checkpoint: ${error}`);
    }
  }

  /** @throws Error when no job runs now */
  #current(): RunningJob {
    if (this.#running) return this.#running;
    throw new Error(`${this.#spec.application} can't take a savepoint: its job is not running now`);
  }
}
