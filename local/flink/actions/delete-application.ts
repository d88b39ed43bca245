import { readInput, structure, timestamp } from "../../server/input-shape";
import { invalidArgument } from "../invalid-argument";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { seconds } from "./timestamp";

const shape = structure({ ApplicationName: applicationName, CreateTimestamp: timestamp }, {});

/**
 * Ends an application's job, and removes it with its snapshots.
 * @throws AwsError `InvalidArgumentException` when it is not the one that was made then, and as `Applications.delete`
 */
export function deleteApplication({ applications }: ManagedFlink, input: unknown): object {
  const { ApplicationName, CreateTimestamp } = readInput(shape, input);
  const application = applications.application(ApplicationName);
  if (seconds(application.createdMs) !== seconds(CreateTimestamp)) {
    throw invalidArgument(`CreateTimestamp is not that of application ${ApplicationName}.`);
  }
  applications.delete(application);
  return {};
}
