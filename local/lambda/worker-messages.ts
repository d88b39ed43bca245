/** What a worker thread is started with (`workerData`). */
export interface WorkerStart {
  /** Folder of the unpacked code: Lambda's `/var/task`. */
  readonly taskRoot: string;
  /** `<file without extension>.<exported name>`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logStreamName: string;
  /** What time it is, as in `WorkerInvocation`: modules may ask when they are loaded. */
  readonly nowMs: number | undefined;
}

/** One invocation, host to worker. */
export interface WorkerInvocation {
  readonly requestId: string;
  readonly event: unknown;
  readonly timeoutMs: number;
  /** What time it is when it begins, milliseconds since the epoch; absent: the machine knows. */
  readonly nowMs: number | undefined;
}

/** An error in the shape in which Lambda's runtimes report it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Lines of the stack; none when the environment ended before it could tell. */
  readonly trace?: readonly string[];
}

/** What a worker answers. */
export type WorkerAnswer =
  /** The module is loaded and the handler found. */
  | { readonly kind: "ready" }
  /** The handler returned; `payload` is JSON. */
  | { readonly kind: "success"; readonly payload: string; readonly memoryUsedBytes: number }
  /** The handler failed; the environment can be used again. */
  | { readonly kind: "error"; readonly error: FunctionError; readonly memoryUsedBytes: number }
  /** The worker is about to end: a failed start, an unhandled rejection, an uncaught exception. */
  | { readonly kind: "fatal"; readonly error: FunctionError };
