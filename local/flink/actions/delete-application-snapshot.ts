import { AwsError } from "../../aws-error";
import { readInput, structure, timestamp } from "../../server/input-shape";
import { invalidArgument } from "../invalid-argument";
import type { ManagedFlink } from "../managed-flink";
import { applicationName, snapshotName } from "./application-input";
import { seconds } from "./timestamp";

const shape = structure(
  { ApplicationName: applicationName, SnapshotName: snapshotName, SnapshotCreationTimestamp: timestamp },
  {},
);

/**
 * Removes a snapshot.
 * @throws AwsError `ResourceInUseException` while it is being taken, `InvalidArgumentException` when it is not the one that
 *   was taken then, and as `Snapshots.find`
 */
export async function deleteApplicationSnapshot({ applications }: ManagedFlink, input: unknown): Promise<object> {
  const { ApplicationName, SnapshotName, SnapshotCreationTimestamp } = readInput(shape, input);
  const { snapshots } = applications.application(ApplicationName).run;
  const snapshot = snapshots.find(SnapshotName);
  if (seconds(snapshot.createdMs) !== seconds(SnapshotCreationTimestamp)) {
    throw invalidArgument(`SnapshotCreationTimestamp is not that of snapshot ${SnapshotName}.`);
  }
  if (snapshot.status === "CREATING") {
    throw new AwsError("ResourceInUseException", `Snapshot ${SnapshotName} is being created.`);
  }
  await snapshots.delete(snapshot);
  return {};
}
