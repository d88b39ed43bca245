import { types } from "node:util";

/** Codes with which AWS asks a caller to slow down; they come with status 400. */
const throttles = new Set([
  "KMSThrottlingException",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND"]);
const brokenConnections = new Set([
  ...unreachable,
  "ECONNABORTED",
  "ECONNRESET",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
]);

/** What the SDK says, without a code, of an HTTP/2 stream that was closed before its answer came. */
const brokenStream = /^(Unexpected error: http2 request|HTTP\/2 stream|Frame type id)/;

/** Whether a failed call may succeed later: a throttle, a fault of the service or of the network. */
export function isRecoverable(error: Error): boolean {
  const status = statusOf(error);
  if (status !== undefined) return isUnreadable(error) || status >= 500 || status === 429 || throttles.has(error.name);
  const code = codeOf(error);
  return (
    code === "TimeoutError" ||
    brokenConnections.has(code) ||
    code.startsWith("ERR_HTTP2_") ||
    brokenStream.test(error.message)
  );
}

/** Whether the call was answered well and the answer can't be read: it broke off, or its sender is no AWS. */
export function isUnreadable(error: Error): boolean {
  const status = statusOf(error);
  return status !== undefined && status < 400;
}

/** Whether nothing listens at the endpoint, or it has no address. */
export function isUnreachable(error: Error): boolean {
  return unreachable.has(codeOf(error));
}

/** AWS's error code, or the system's of the fault that lies beneath (HTTP/2 wraps a refused connection), or the name. */
export function codeOf(error: Error): string {
  if (types.isNativeError(error.cause)) return codeOf(error.cause);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** The HTTP status of an answer; undefined where there was none. */
function statusOf(error: Error): number | undefined {
  if (!("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}
