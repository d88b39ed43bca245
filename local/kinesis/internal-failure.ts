import { AwsError } from "../aws-error";

/** AWS's answer where the service itself fails; PutRecords gives its code and message for a single record. */
export function internalFailure(): AwsError {
  return new AwsError("InternalFailure", "Internal service failure.", 500);
}
