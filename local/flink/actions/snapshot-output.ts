import type { Snapshot } from "../snapshots";
import { seconds } from "./timestamp";

/** A snapshot as it is described. */
export function snapshotOutput({ name, status, version, createdMs }: Snapshot) {
  return {
    SnapshotName: name,
    SnapshotStatus: status,
    ApplicationVersionId: version.id,
    SnapshotCreationTimestamp: seconds(createdMs),
    RuntimeEnvironment: version.configuration.runtime,
  };
}
