import { flag, type Infer, oneOf, structure } from "../../server/input-shape";
import type { RunConfiguration } from "../run-configuration";
import { snapshotName } from "./application-input";

/** How an application is to start. */
export const runConfiguration = structure(
  {},
  {
    FlinkRunConfiguration: structure({}, { AllowNonRestoredState: flag }),
    ApplicationRestoreConfiguration: structure(
      {
        ApplicationRestoreType: oneOf([
          "SKIP_RESTORE_FROM_SNAPSHOT",
          "RESTORE_FROM_LATEST_SNAPSHOT",
          "RESTORE_FROM_CUSTOM_SNAPSHOT",
        ]),
      },
      { SnapshotName: snapshotName },
    ),
  },
);

/** What of it is given. */
export function runConfigurationOf(input: Infer<typeof runConfiguration> = {}): Partial<RunConfiguration> {
  const { FlinkRunConfiguration: flink, ApplicationRestoreConfiguration: restore } = input;
  const allowNonRestoredState = flink?.AllowNonRestoredState;
  return { ...(restore && { restore }), ...(allowNonRestoredState !== undefined && { allowNonRestoredState }) };
}
