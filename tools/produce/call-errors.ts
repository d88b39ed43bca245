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

const brokenConnections = new Set([
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Whether a failed call may succeed later: a throttle, a fault of the service or of the network. */
export function isRecoverable(error: Error): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 429 || throttles.has(error.name);
  const code = codeOf(error);
  return (
    error.name === "TimeoutError" ||
    (code !== undefined && (brokenConnections.has(code) || code.startsWith("ERR_HTTP2_")))
  );
}

/** Whether nothing listens at the endpoint, or it has no address. */
export function isUnreachable(error: Error): boolean {
  const code = codeOf(error);
  return code === "ECONNREFUSED" || code === "ENOTFOUND";
}

/** The HTTP status of an answer; undefined where there was none. */
function statusOf(error: Error): number | undefined {
  if (!("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

/** The system's error code, which may lie in the cause. */
function codeOf(error: Error): string | undefined {
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : undefined;
}
