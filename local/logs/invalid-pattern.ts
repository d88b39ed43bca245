import { AwsError } from "../aws-error";

/** AWS's refusal of a filter pattern, with what is wrong in words of our own. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: ${reason}`);
}

/** What stands between per cent signs. @throws AwsError `InvalidParameterException` */
export function readRegex(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern(`%${source}% is no regular expression`);
  }
}
