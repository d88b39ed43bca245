import { AwsError } from "../../aws-error";
import { oneOf, readInput, structure } from "../../server/input-shape";
import type { RestRequest } from "../../server/rest-router";
import { functionNotFound, namespacedFunctionName, qualifier, readFunctionName } from "../function-name";
import type { Functions, LoggedInvocation } from "../functions";
import type { Lambda } from "../lambda";
import type { LambdaFunction } from "../lambda-function";
import { ThrottledError } from "../throttled-error";

const shape = structure(
  { FunctionName: namespacedFunctionName },
  {
    InvocationType: oneOf(["Event", "RequestResponse", "DryRun"]),
    LogType: oneOf(["None", "Tail"]),
    Qualifier: qualifier,
  },
);

/** What an Event may hold, bytes; a RequestResponse may hold what a request to Invoke may. */
const maxEventBytes = 1_048_576;

/** An invocation's answer: all of HTTP's. */
export interface InvokeOutput {
  readonly statusCode: 200 | 202 | 204;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or nothing. */
  readonly payload: string;
}

/**
 * Invokes a function: waits for its answer (`RequestResponse`), queues the event (`Event`), or only looks (`DryRun`).
 * @param requestId of the request, and so of the invocation
 * @throws AwsError `ResourceNotFoundException`, `InvalidRequestContentException`, `TooManyRequestsException`
 */
export async function invoke(lambda: Lambda, request: RestRequest, requestId: string): Promise<InvokeOutput> {
  const { FunctionName, InvocationType, LogType, Qualifier } = readInput(shape, {
    ...request.path,
    InvocationType: request.headers["x-amz-invocation-type"],
    LogType: request.headers["x-amz-log-type"],
    Qualifier: request.query.get("Qualifier"),
  });
  const { functions, events } = lambda;
  const { name, reservedConcurrency } = findVersion(functions, FunctionName, Qualifier);
  const event = readEvent(request.body);
  if (InvocationType === "DryRun") return { statusCode: 204, headers: {}, payload: "" };
  if (InvocationType === "Event") {
    checkEventSize(request.body.length);
    events.accept({ functionName: name, event, requestId });
    return { statusCode: 202, headers: {}, payload: "" };
  }
  const invocation = await functions.invoke(name, event, requestId);
  if (invocation.kind !== "throttled") return answer(invocation, LogType === "Tail");
  const isReserved = reservedConcurrency !== undefined;
  throw new ThrottledError(
    isReserved ? "ReservedFunctionConcurrentInvocationLimitExceeded" : "ConcurrentInvocationLimitExceeded",
  );
}

/** AWS says of a function that is not there which version of it would have run. */
function findVersion(functions: Functions, given: string, givenQualifier: string | undefined): LambdaFunction {
  const { name, qualifier = "$LATEST" } = readFunctionName(functions, given, givenQualifier);
  const fn = functions.find(name);
  if (fn && qualifier === "$LATEST") return fn;
  throw functionNotFound(functions, name, qualifier);
}

/** An event that is left out is an empty object. @throws AwsError `InvalidRequestContentException` */
function readEvent(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
    );
  }
}

function checkEventSize(bytes: number): void {
  if (bytes <= maxEventBytes) return;
  const message = `${bytes} byte payload is too large for the Event invocation type (limit ${maxEventBytes} bytes)`;
  throw new AwsError("RequestEntityTooLargeException", message, 413);
}

function answer(invocation: Exclude<LoggedInvocation, { kind: "throttled" }>, isTail: boolean): InvokeOutput {
  const headers = {
    "X-Amz-Executed-Version": "$LATEST",
    ...(isTail && { "X-Amz-Log-Result": invocation.logTail.toString("base64") }),
  };
  switch (invocation.kind) {
    case "success":
      return { statusCode: 200, headers, payload: JSON.stringify(invocation.payload) };
    case "error": {
      const { errorType, errorMessage, trace } = invocation;
      const payload = JSON.stringify({ errorType, errorMessage, trace });
      return { statusCode: 200, headers: { ...headers, "X-Amz-Function-Error": "Unhandled" }, payload };
    }
  }
}
