import { AwsError } from "../aws-error";
import type { Random } from "../random";
import { jobSpec } from "./application-configuration";
import type { ApplicationVersion } from "./application-version";
import { invalidArgument } from "./invalid-argument";
import type { Job, JobSpec, StartJob } from "./job";
import type { JobMetrics } from "./job-metrics";
import type { RestoreConfiguration, RunConfiguration } from "./run-configuration";
import type { Snapshots } from "./snapshots";

/** What an application's job is run with. */
export interface ApplicationJobOptions {
  readonly application: string;
  readonly startJob: StartJob;
  readonly random: Random;
  readonly snapshots: Snapshots;
  /** Hears why the job ended by itself, when it had run. */
  readonly onEnded: (reason: Error | undefined) => void;
}

/** The one job that an application has at a time, and its way from snapshot to snapshot. */
export class ApplicationJob {
  #running: { readonly job: Job; readonly version: ApplicationVersion } | undefined;

  constructor(private readonly options: ApplicationJobOptions) {}

  /** Whether there is one, running or about to. */
  get exists(): boolean {
    return this.#running !== undefined;
  }

  /** What it tells of itself; undefined when there is none. */
  async metrics(): Promise<JobMetrics | undefined> {
    return this.#running?.job.metrics();
  }

  /**
   * Starts one. What can be told at once is thrown at once.
   * @returns resolves when it runs, rejects when it can't
   * @throws AwsError as `savepointOf`, and `InvalidApplicationConfigurationException` when no job can run here
   */
  start(version: ApplicationVersion, { restore, allowNonRestoredState }: RunConfiguration): Promise<void> {
    const { application, onEnded } = this.options;
    const { configuration } = version;
    if (!configuration.code) throw cannot(`Application ${application} has no code.`);
    const restoreFrom = this.savepointOf(restore);
    const state = { allowNonRestoredState, ...(restoreFrom !== undefined && { restoreFrom }) };
    const job = this.#startJob({ ...jobSpec(application, configuration), ...state });
    this.#running = { job, version };
    void job.ended.then((reason) => {
      if (this.#forget(job)) onEnded(reason);
    });
    return job.running.catch((error) => {
      this.#forget(job);
      throw error;
    });
  }

  /**
   * Ends it, if there is one, with a snapshot if the application has them.
   * @param force ends it at once, without a snapshot
   * @throws Error when the snapshot can't be taken; then it goes on
   */
  async stop(force: boolean): Promise<void> {
    const { random, snapshots } = this.options;
    if (!this.#running) return;
    const { job, version } = this.#running;
    const withSnapshot = !force && version.configuration.snapshotsEnabled;
    const stopped = job.stop({ withSnapshot });
    await (withSnapshot ? snapshots.take(random.uuid(), version, stopped) : stopped);
    await job.ended;
  }

  /**
   * Takes a snapshot of what runs.
   * @returns resolves when it is taken, rejects when it can't be
   * @throws AwsError `InvalidApplicationConfigurationException` when snapshots are switched off, and as `Snapshots.checkNew`
   */
  takeSnapshot(name: string): Promise<void> {
    const { application, snapshots } = this.options;
    if (!this.#running?.version.configuration.snapshotsEnabled) {
      throw cannot(`Snapshots are not enabled for application ${application}.`);
    }
    const { job, version } = this.#running;
    snapshots.checkNew(name);
    return snapshots.take(name, version, job.snapshot());
  }

  /**
   * The folder of the savepoint that a job would go on from, if there is one.
   * @throws AwsError `InvalidArgumentException` for a snapshot that is not there
   */
  savepointOf({ ApplicationRestoreType: type, SnapshotName: name }: RestoreConfiguration): string | undefined {
    const { snapshots } = this.options;
    if (type === "SKIP_RESTORE_FROM_SNAPSHOT") return undefined;
    if (type === "RESTORE_FROM_LATEST_SNAPSHOT") return snapshots.latest()?.folder;
    if (name === undefined) throw invalidArgument(`SnapshotName must be given with ${type}.`);
    const { status, folder } = snapshots.find(name);
    if (status === "READY") return folder;
    throw invalidArgument(`Snapshot ${name} is ${status}, and must be READY.`);
  }

  #startJob(spec: JobSpec): Job {
    try {
      return this.options.startJob(spec);
    } catch (cause) {
      throw Object.assign(cannot(cause instanceof Error ? cause.message : String(cause)), { cause });
    }
  }

  /** @returns whether it was the job that is running */
  #forget(job: Job): boolean {
    if (this.#running?.job !== job) return false;
    this.#running = undefined;
    return true;
  }
}

function cannot(message: string): AwsError {
  return new AwsError("InvalidApplicationConfigurationException", message);
}
