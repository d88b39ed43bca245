import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName, snapshotName } from "./application-input";

const shape = structure({ ApplicationName: applicationName, SnapshotName: snapshotName }, {});

/** Takes a snapshot, which is CREATING until its savepoint is there. @throws AwsError as `ApplicationRun.takeSnapshot` */
export function createApplicationSnapshot({ applications }: ManagedFlink, input: unknown): object {
  const { ApplicationName, SnapshotName } = readInput(shape, input);
  applications.application(ApplicationName).run.takeSnapshot(SnapshotName);
  return {};
}
