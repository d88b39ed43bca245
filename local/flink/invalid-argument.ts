import { AwsError } from "../aws-error";

/** The service's error for a value that its shapes can't tell. */
export function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgumentException", message);
}
