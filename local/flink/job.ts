import type { JobMetrics } from "./job-metrics";

/** What a Flink job is started with. */
export interface JobSpec {
  /** The application's name, which is also the name of the job's folder. */
  readonly application: string;
  /** The application's property groups, by id. */
  readonly propertyGroups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly parallelism: number;
  /** Absent: no checkpoints, and a restart begins anew. */
  readonly checkpoints?: { readonly intervalMs: number; readonly minPauseMs: number };
  /** Folder of the checkpoint or savepoint that the job goes on from; begins anew without. */
  readonly restoreFrom?: string;
  /** Whether state of `restoreFrom` that the job has no place for is left out, instead of failing it. @default false */
  readonly allowNonRestoredState?: boolean;
}

/** A Flink job in a process of its own, which is started anew when it crashes. */
export interface Job {
  /** Settles once the job first runs. @throws Error with what the runner said when it can't */
  readonly running: Promise<void>;
  /** Resolves when the job has ended for good: with the reason, when nobody stopped it. It never rejects. */
  readonly ended: Promise<Error | undefined>;
  /** What it tells of itself now. */
  metrics(): Promise<JobMetrics>;
  /** Takes a savepoint. @returns its folder */
  snapshot(): Promise<string>;
  /**
   * Ends the process. A second call, without a snapshot, ends what the first waits for.
   * @returns the folder of the savepoint, if one was to be taken
   * @throws Error when the savepoint can't be taken; then the job goes on
   */
  stop(options: { readonly withSnapshot: boolean }): Promise<string | undefined>;
}

/** Starts a job. @throws Error saying what is missing on this machine, and the fix, when no job can run */
export type StartJob = (spec: JobSpec) => Job;
