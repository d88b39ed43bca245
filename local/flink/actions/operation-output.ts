import type { ApplicationOperation } from "../application-operation";
import { seconds } from "./timestamp";

/** The most that AWS says of a failure. */
const maxErrorLength = 512;

/** What a list and a description of operations have alike. The model has no operation without an end. */
export function operationOutput({ kind, startedMs, endedMs = startedMs, status }: ApplicationOperation) {
  return { Operation: kind, StartTime: seconds(startedMs), EndTime: seconds(endedMs), OperationStatus: status };
}

/** An operation as it is described. */
export function operationDetails(operation: ApplicationOperation) {
  const { version, error } = operation;
  return {
    ...operationOutput(operation),
    ...(version?.updatedFrom !== undefined && {
      ApplicationVersionChangeDetails: {
        ApplicationVersionUpdatedFrom: version.updatedFrom,
        ApplicationVersionUpdatedTo: version.id,
      },
    }),
    ...(error !== undefined && {
      OperationFailureDetails: { ErrorInfo: { ErrorString: error.slice(0, maxErrorLength) } },
    }),
  };
}
