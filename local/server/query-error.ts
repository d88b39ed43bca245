import type { ServerResponse } from "node:http";
import type { AwsError } from "../aws-error";

/** What the query protocol calls errors that have other names in the newer protocols. */
const queryCodes: Readonly<Record<string, string>> = {
  ValidationException: "ValidationError",
  SerializationException: "MalformedInput",
  InvalidParameterCombinationException: "InvalidParameterCombination",
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
  DashboardInvalidInputError: "InvalidParameterInput",
  DashboardNotFoundError: "ResourceNotFound",
  InvalidFormatFault: "InvalidFormat",
};

/** An error as the query protocol names it, and whose fault it is. */
export function queryError({ code, statusCode }: AwsError) {
  return { Type: statusCode < 500 ? "Sender" : "Receiver", Code: queryCodes[code] ?? code };
}

/**
 * Tells of an error in a newer protocol by the code that clients know from the query protocol, too: services that spoke
 * that one once do so (Smithy's `awsQueryCompatible`).
 */
export function setQueryError(response: ServerResponse, error: AwsError): void {
  const { Type, Code } = queryError(error);
  response.setHeader("x-amzn-query-error", `${Code};${Type}`);
}
