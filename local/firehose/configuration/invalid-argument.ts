import { AwsError } from "../../aws-error";

/** Firehose's refusal of what breaks a rule that lies between several values; `message` is AWS's wording. */
export function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgumentException", message);
}
