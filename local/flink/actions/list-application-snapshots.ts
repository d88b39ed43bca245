import { readInput, structure } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { page, pageMembers } from "./page";
import { snapshotOutput } from "./snapshot-output";

const shape = structure({ ApplicationName: applicationName }, pageMembers);

/** Lists a page of an application's snapshots, by name. */
export function listApplicationSnapshots({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, ...given } = readInput(shape, input);
  const { snapshots } = applications.application(ApplicationName).run;
  const { items, ...next } = page(snapshots.list(), ({ name }) => name, given);
  return { SnapshotSummaries: items.map(snapshotOutput), ...next };
}
