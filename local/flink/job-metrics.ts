/** What a job tells of itself at a moment; what it can't tell is absent, as all of Flink's own is while no process runs. */
export interface JobMetrics {
  /** How often it began again since it was started, by itself or with a process of its own. */
  readonly restarts: number;
  /** For how long it has not run after a failure; 0 while it runs. */
  readonly downtimeMs: number;
  /** For how long it has run without a failure. */
  readonly uptimeMs?: number;
  /** Since its process began. */
  readonly failedCheckpoints?: number;
  readonly lastCheckpointDurationMs?: number;
  readonly lastCheckpointBytes?: number;
  /** 0 to 100. */
  readonly cpuPercent?: number;
  /** 0 to 100. */
  readonly heapPercent?: number;
  /** How far it is behind the end of the shard that it is furthest behind in. */
  readonly millisBehindLatest?: number;
  /** Records that it has read since its process began. */
  readonly recordsRead?: number;
}
