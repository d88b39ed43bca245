import { AwsError } from "../../aws-error";
import { integer, readInput, type Shape, text } from "../../server/input-shape";

/** A group's name. */
export const logGroupName = text({ min: 1, max: 512, pattern: "[\\.\\-_/#A-Za-z0-9]+" });

/** A group's name or ARN. */
export const logGroupIdentifier = text({ min: 1, max: 2_048, pattern: "[\\w#+=/:,.@-]*" });

/** A stream's name. */
export const logStreamName = text({ min: 1, max: 512, pattern: "[^:*]*" });

/** Milliseconds since the epoch, as CloudWatch Logs writes times. */
export const timeMs = integer({ min: 0 });

/** A page's token. */
export const nextToken = text({ min: 1 });

/** How many events are asked for. */
export const eventsLimit = integer({ min: 1, max: 10_000 });

/** How many groups or streams are asked for. */
export const describeLimit = integer({ min: 1, max: 50 });

/** Checks an input. @throws AwsError `InvalidParameterException`, which is what CloudWatch Logs calls a broken constraint */
export function readLogsInput<T>(shape: Shape<T>, input: unknown): T {
  try {
    return readInput(shape, input);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationException") throw error;
    throw invalidParameter(error.message);
  }
}

/** AWS's refusal of an input. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** The group that a request names in one way or the other. @throws AwsError `InvalidParameterException` for neither or both */
export function namedGroup(input: { readonly logGroupName?: string; readonly logGroupIdentifier?: string }): string {
  const { logGroupName: name, logGroupIdentifier: identifier } = input;
  if ((name === undefined) === (identifier === undefined)) {
    throw invalidParameter("Exactly one of logGroupName and logGroupIdentifier must be specified.");
  }
  return (
    name ??
    String(identifier)
      .replace(/^arn:[^/]*?:log-group:/, "")
      .replace(/:\*$/, "")
  );
}
