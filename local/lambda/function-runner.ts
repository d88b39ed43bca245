/** How an invocation ended. */
export type Invocation =
  /** The handler returned; `payload` is what it returned, after a round trip through JSON. */
  | { readonly kind: "success"; readonly requestId: string; readonly payload: unknown }
  /** The handler threw, timed out, ran out of memory or its process ended (Lambda's `FunctionError: Unhandled`). */
  | {
      readonly kind: "error";
      readonly requestId: string;
      readonly errorType: string;
      readonly errorMessage: string;
      /** Lines of the stack, where the runtime lived to tell. */
      readonly trace?: readonly string[];
    }
  /** No concurrency was left: the handler was never called (429 `TooManyRequestsException`). */
  | { readonly kind: "throttled"; readonly requestId: string };

/** Runs functions: in worker threads in `weir up`, inline in a simulation. */
export interface FunctionRunner {
  /**
   * Invokes a function and waits for its end (`RequestResponse`).
   * @throws AwsError `ResourceNotFoundException` when there is no such function
   */
  invoke(functionName: string, event: unknown): Promise<Invocation>;
}
