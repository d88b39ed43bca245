/**
 * Lambda's Node.js runtime, inside a worker thread: loads the handler, calls it for one event at a time and answers
 * with what it returned or threw. The host bundles this file to plain JavaScript, because a worker can't start from TypeScript.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { format } from "node:util";
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { setTime } from "./set-time";
import type { FunctionError, WorkerAnswer, WorkerInvocation, WorkerStart } from "./worker-messages";

type Callback = (error?: unknown, result?: unknown) => void;
type Handler = (event: unknown, context: Context, callback: Callback) => unknown;
type Context = ReturnType<typeof makeContext>;

/** Lambda's limit on the response of a synchronous invocation: 6 MiB and 100 bytes for its envelope. */
const maxResponseBytes = 6_291_556;

if (!parentPort) throw new Error("local/lambda/worker.ts runs in a worker thread only");
const port = parentPort;
const start: WorkerStart = workerData;
let requestId = "undefined";
/** Called when the event loop is empty while an invocation is under way. */
let onEmptyLoop: (() => void) | undefined;

/** A thrown value in Lambda's shape; values that are not errors get their type's name. */
function describe(thrown: unknown): FunctionError {
  const trace = stackOf(thrown);
  if (thrown instanceof Error) return { errorType: thrown.name, errorMessage: thrown.message, trace };
  return { errorType: typeof thrown, errorMessage: String(thrown), trace };
}

function stackOf(thrown: unknown): string[] {
  return thrown instanceof Error ? (thrown.stack?.split("\n") ?? []) : [];
}

/** Console lines as Lambda's text format writes them; a line break inside one would make two log events of it. */
function patchConsole(): void {
  const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;
  for (const method of Object.keys(levels) as (keyof typeof levels)[]) {
    console[method] = (...values: unknown[]) => {
      const message = format(...values).replaceAll("\n", "\r");
      process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${levels[method]}\t${message}\n`);
    };
  }
}

/** Posts once the function's output is on its way, so that the log's END line comes after what the function printed. */
function answer(message: WorkerAnswer): void {
  if (process.stdout.writableLength === 0) port.postMessage(message);
  else process.stdout.write("", () => port.postMessage(message));
}

function logError(title: string, { errorType, errorMessage, trace }: FunctionError): void {
  console.error(title, JSON.stringify({ errorType, errorMessage, stack: trace }));
}

/**
 * Reports why this environment can't go on, then ends it, as Lambda's runtime does. The host hears of it before anyone
 * reads of it in the log, or it would send the next invocation here.
 */
function fail(error: FunctionError, logTitle: string): void {
  port.postMessage({ kind: "fatal", error } satisfies WorkerAnswer);
  logError(logTitle, error);
  process.stdout.write("", () => process.exit(1));
}

function importError(thrown: unknown): FunctionError {
  const error = describe(thrown);
  const errorMessage = String(thrown);
  if (thrown instanceof SyntaxError) return { ...error, errorType: "Runtime.UserCodeSyntaxError", errorMessage };
  const missing = thrown instanceof Error && "code" in thrown && thrown.code === "MODULE_NOT_FOUND";
  return missing ? { ...error, errorType: "Runtime.ImportModuleError", errorMessage } : error;
}

/** Loads the module and finds the handler; `undefined` when that failed, which has then been reported. */
function loadHandler(): Handler | undefined {
  const dot = start.handler.lastIndexOf(".");
  const name = start.handler.slice(dot + 1);
  let found: unknown;
  try {
    const modulePath = join(start.taskRoot, start.handler.slice(0, dot));
    found = createRequire(modulePath)(modulePath)[name];
  } catch (thrown) {
    fail(importError(thrown), "Uncaught Exception");
    return undefined;
  }
  if (typeof found === "function") return found as Handler;
  const problem = found === undefined ? "is undefined or not exported" : "is not a function";
  const error = { errorType: "Runtime.HandlerNotFound", errorMessage: `${start.handler} ${problem}`, trace: [] };
  fail(error, "Uncaught Exception");
  return undefined;
}

function makeContext(invocation: WorkerInvocation) {
  const deadlineMs = Date.now() + invocation.timeoutMs;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: "$LATEST",
    functionName: start.functionName,
    memoryLimitInMB: String(start.memoryMegabytes),
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: start.logStreamName,
    invokedFunctionArn: start.functionArn,
    awsRequestId: invocation.requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

/**
 * Calls a handler of either style. A promise counts as soon as it settles; a callback's result waits for an empty event
 * loop unless the handler turned that off; a handler that leaves the loop empty without an answer has answered `null`.
 */
function call(handler: Handler, event: unknown, context: Context): Promise<unknown> {
  return new Promise((resolve, reject) => {
    onEmptyLoop = () => resolve(null);
    const callback: Callback = (error, result) => {
      if (error !== undefined && error !== null) reject(error);
      else if (context.callbackWaitsForEmptyEventLoop) onEmptyLoop = () => resolve(result);
      else resolve(result);
    };
    const returned = handler(event, context, callback);
    if (isThenable(returned)) returned.then(resolve, reject);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** What the handler returned, as JSON. */
function toPayload(result: unknown): string {
  let payload: string;
  try {
    payload = JSON.stringify(result) ?? "null";
  } catch (error) {
    throw new Error("Unable to stringify response body", { cause: error });
  }
  if (Buffer.byteLength(payload) <= maxResponseBytes) return payload;
  const tooLarge = new Error(
    `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  );
  tooLarge.name = "Function.ResponseSizeTooLarge";
  throw tooLarge;
}

function memoryUsedBytes(): number {
  const heap = getHeapStatistics();
  return heap.used_heap_size + heap.external_memory;
}

async function invoke(handler: Handler, invocation: WorkerInvocation): Promise<void> {
  requestId = invocation.requestId;
  if (invocation.nowMs !== undefined) setTime(invocation.nowMs);
  // While the handler runs, only its own work keeps the loop alive: so an empty loop can be seen.
  port.unref();
  let outcome: { kind: "success"; payload: string } | { kind: "error"; error: FunctionError };
  try {
    outcome = { kind: "success", payload: toPayload(await call(handler, invocation.event, makeContext(invocation))) };
  } catch (thrown) {
    outcome = { kind: "error", error: describe(thrown) };
    logError("Invoke Error", outcome.error);
  }
  onEmptyLoop = undefined;
  port.ref();
  answer({ ...outcome, memoryUsedBytes: memoryUsedBytes() });
}

if (start.nowMs !== undefined) setTime(start.nowMs);
patchConsole();
process.on("beforeExit", () => onEmptyLoop?.());
process.on("unhandledRejection", (reason) =>
  fail(
    { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: String(reason), trace: stackOf(reason) },
    "Unhandled Promise Rejection",
  ),
);
process.on("uncaughtException", (thrown) => fail(describe(thrown), "Uncaught Exception"));
const handler = loadHandler();
if (handler) {
  port.on("message", (invocation: WorkerInvocation) => void invoke(handler, invocation));
  answer({ kind: "ready" });
}
