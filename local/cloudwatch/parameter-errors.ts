import { AwsError } from "../aws-error";

/** @param name in CloudWatch's spelling: `MetricData.member.1.MetricName` */
export function missing(name: string): AwsError {
  return new AwsError("MissingRequiredParameterException", `The parameter ${name} is required.`);
}

/** A value that is bad or out of range. */
export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

/** Parameters that must not be, or must be, together. */
export function invalidCombination(message: string): AwsError {
  return new AwsError("InvalidParameterCombinationException", message);
}
