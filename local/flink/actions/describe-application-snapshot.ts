import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName, snapshotName } from "./application-input";
import { snapshotOutput } from "./snapshot-output";

const shape = structure({ ApplicationName: applicationName, SnapshotName: snapshotName }, {});

/** Describes a snapshot. @throws AwsError as `Snapshots.find` */
export function describeApplicationSnapshot({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, SnapshotName } = readInput(shape, input);
  const { snapshots } = applications.application(ApplicationName).run;
  return { SnapshotDetails: snapshotOutput(snapshots.find(SnapshotName)) };
}
