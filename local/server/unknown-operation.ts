import { AwsError } from "../aws-error";

/**
 * An operation of AWS that nothing here answers. A service lets it through to the endpoint, which answers in
 * the request's protocol and tells the person at the terminal: never silently skipped.
 */
export class UnknownOperationError extends AwsError {
  constructor(service: string, operation: string) {
    super("UnknownOperationException", `${operation} of ${service} is not part of the local AWS.`);
  }
}
