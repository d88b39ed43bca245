/** What state a job begins with. */
export interface RestoreConfiguration {
  readonly ApplicationRestoreType:
    | "SKIP_RESTORE_FROM_SNAPSHOT"
    | "RESTORE_FROM_LATEST_SNAPSHOT"
    | "RESTORE_FROM_CUSTOM_SNAPSHOT";
  /** Of RESTORE_FROM_CUSTOM_SNAPSHOT. */
  readonly SnapshotName?: string;
}

/** How a job is started. */
export interface RunConfiguration {
  readonly restore: RestoreConfiguration;
  /** Whether state that the job has no place for is left out, instead of failing it. */
  readonly allowNonRestoredState: boolean;
}

/** What AWS takes for what is not given: a job goes on from the newest snapshot, or begins anew where there is none. */
export const runDefaults: RunConfiguration = {
  restore: { ApplicationRestoreType: "RESTORE_FROM_LATEST_SNAPSHOT" },
  allowNonRestoredState: false,
};
