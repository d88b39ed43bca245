import { AwsError } from "../aws-error";

/** SNS's word for most of what it refuses; `what` is a parameter's name or a sentence about it. */
export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

/** What `arn` must at least look like. @throws AwsError `InvalidParameter`, naming the parameter */
export function requireArn(arn: string, parameter: string): void {
  const elements = arn.split(":").length;
  if (arn.startsWith("arn:") && elements >= 6) return;
  throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`);
}
