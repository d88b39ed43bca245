import { AwsError } from "../../aws-error";
import { readInput, structure, text } from "../../server/input-shape";
import type { ManagedFlink } from "../managed-flink";
import { applicationName } from "./application-input";
import { operationDetails } from "./operation-output";

const shape = structure({ ApplicationName: applicationName, OperationId: text({ min: 1, max: 64 }) }, {});

/** Describes an operation. @throws AwsError `ResourceNotFoundException` */
export function describeApplicationOperation({ applications }: ManagedFlink, input: unknown) {
  const { ApplicationName, OperationId } = readInput(shape, input);
  const { operations } = applications.application(ApplicationName).run;
  const operation = operations.find(({ id }) => id === OperationId);
  if (operation) return { ApplicationOperationInfoDetails: operationDetails(operation) };
  throw new AwsError("ResourceNotFoundException", `Operation ${OperationId} does not exist.`);
}
