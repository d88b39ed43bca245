import { AwsError } from "../aws-error";

/** Why Lambda did not run a function. */
export type ThrottleReason = "ConcurrentInvocationLimitExceeded" | "ReservedFunctionConcurrentInvocationLimitExceeded";

/** `TooManyRequestsException`: no concurrency was left. */
export class ThrottledError extends AwsError {
  constructor(readonly reason: ThrottleReason) {
    super("TooManyRequestsException", "Rate Exceeded.", 429);
  }
}
