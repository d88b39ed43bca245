import type { FunctionError } from "./worker-messages";

/** Lambda's word for an invocation that took too long. */
export function timedOut(requestId: string, timeoutMs: number): FunctionError {
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}
