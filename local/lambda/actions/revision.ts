import { AwsError } from "../../aws-error";
import type { LambdaFunction } from "../lambda-function";

/** @throws AwsError `PreconditionFailedException` when the function was updated since the client looked at it */
export function checkRevision({ revisionId }: LambdaFunction, expected: string | undefined): void {
  if (expected === undefined || expected === revisionId) return;
  throw new AwsError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve " +
      "the latest Revision Id",
    412,
  );
}
