import { oneOf, readInput, structure, text } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { operationOutput } from "./operation-output";
import { page, pageMembers } from "./page";

const shape = structure(
  { ApplicationName: applicationName },
  {
    ...pageMembers,
    Operation: text({ min: 1, max: 64 }),
    OperationStatus: oneOf(["IN_PROGRESS", "CANCELLED", "SUCCESSFUL", "FAILED"]),
  },
);

/** Lists a page of an application's operations, oldest first. */
export function listApplicationOperations({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, Operation, OperationStatus, ...given } = readInput(shape, input);
  const { operations } = applications.application(ApplicationName).run;
  const found = operations
    .filter(({ kind }) => kind === (Operation ?? kind))
    .filter(({ status }) => status === (OperationStatus ?? status));
  const { items, ...next } = page(found, ({ number }) => String(number).padStart(9, "0"), given);
  const ApplicationOperationInfoList = items.map((operation) => ({
    OperationId: operation.id,
    ...operationOutput(operation),
  }));
  return { ApplicationOperationInfoList, ...next };
}
