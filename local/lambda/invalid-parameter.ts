import { AwsError } from "../aws-error";

/** Lambda's error for what its shapes can't tell. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

/**
 * Refuses members that ask for what is not emulated.
 * @throws AwsError `InvalidParameterValueException` naming the first that is there
 */
export function refuseMembers(input: unknown, members: readonly string[]): void {
  for (const member of members) {
    const value: unknown = typeof input === "object" && input !== null ? Reflect.get(input, member) : undefined;
    if (value !== undefined && value !== null && value !== false) {
      throw invalidParameter(`${member} is not part of the local AWS.`);
    }
  }
}
