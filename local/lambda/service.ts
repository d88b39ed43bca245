import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error";
import { readBody } from "../server/read-body";
import { findRoute, type RestRequest, type RestRoute } from "../server/rest-router";
import type { RequestContext, Service } from "../server/service";
import { UnknownOperationError } from "../server/unknown-operation";
import { invoke } from "./actions/invoke";
import type { Lambda } from "./lambda";
import { operations } from "./operations";
import { ThrottledError } from "./throttled-error";

/** Invoke alone speaks no JSON of its own: its body is the function's, and the rest stands in headers. */
const invocation: RestRoute & { readonly name: string } = {
  name: "InvokeFunction",
  method: "POST",
  path: "/2015-03-31/functions/{FunctionName}/invocations",
};

/** Holds 50 MB of a package in base64; the number is AWS's. */
const maxRequestBytes = 70_167_211;

/** An invocation's payload, 6 MiB. */
const maxInvocationBytes = 6_291_456;

/** Members of a query that are numbers. */
const numberMembers = new Set(["MaxItems"]);

/** Puts Lambda's REST API behind the endpoint. */
export function lambdaService(lambda: Lambda): Service {
  return {
    name: "lambda",
    async handle(request, response, context) {
      try {
        await answer(lambda, request, response, context);
      } catch (error) {
        if (!(error instanceof AwsError) || error instanceof UnknownOperationError) throw error;
        response.setHeader("x-amzn-ErrorType", error.code);
        sendJson(response, error.statusCode, errorBody(error));
      }
    },
  };
}

async function answer(
  lambda: Lambda,
  message: IncomingMessage,
  response: ServerResponse,
  { requestId }: RequestContext,
): Promise<void> {
  const { method = "", headers } = message;
  const { pathname, searchParams: query } = new URL(message.url ?? "", "http://lambda");
  const invoked = findRoute([invocation], method, pathname);
  if (invoked) {
    const body = await readWhole(message, invocation.name, maxInvocationBytes);
    const output = await invoke(lambda, { path: invoked.path, query, headers, body }, requestId);
    response.writeHead(output.statusCode, { "Content-Type": "application/json", ...output.headers });
    response.end(output.payload);
    return;
  }
  const found = findRoute(operations, method, pathname);
  if (!found) throw new UnknownOperationError("lambda", `${method} ${pathname}`);
  const { name, statusCode, action } = found.route;
  const body = await readWhole(message, name, maxRequestBytes);
  sendJson(response, statusCode, await action(lambda, readMembers({ path: found.path, query, headers, body })));
}

async function readWhole(message: IncomingMessage, operation: string, maxBytes: number): Promise<Buffer> {
  try {
    return await readBody(message, maxBytes);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const tooLarge = `Request must be smaller than ${maxBytes} bytes for the ${operation} operation`;
    throw new AwsError(error.code, tooLarge, error.statusCode);
  }
}

/** The operation's input, which REST spreads over path, query and body. */
function readMembers({ path, query, body }: RestRequest): Readonly<Record<string, unknown>> {
  const members: Record<string, unknown> = { ...parse(body), ...path };
  for (const [name, value] of query) {
    if (name === "tagKeys") members["TagKeys"] = query.getAll(name);
    else members[name] = numberMembers.has(name) && /^\d+$/.test(value) ? Number(value) : value;
  }
  return members;
}

function parse(body: Buffer): object {
  if (body.length === 0) return {};
  let members: unknown;
  try {
    members = JSON.parse(body.toString("utf8"));
  } catch (cause) {
    throw Object.assign(new AwsError("InvalidRequestContentException", "Could not parse request body into json"), {
      cause,
    });
  }
  if (typeof members === "object" && members !== null && !Array.isArray(members)) return members;
  throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
}

/** Lambda writes `Message` for what is not there or in use, `message` for all else, and its shapes' errors without a type. */
function errorBody(error: AwsError): object {
  const { code, message } = error;
  if (code === "ValidationException" || code === "AccessDeniedException") return { message };
  const text = ["ResourceNotFoundException", "ResourceInUseException"].includes(code)
    ? { Message: message }
    : { message };
  return { Type: "User", ...text, ...(error instanceof ThrottledError && { Reason: error.reason }) };
}

/** An operation without output answers with an empty body. */
function sendJson(response: ServerResponse, statusCode: number, output: unknown): void {
  const body = output === undefined ? "" : JSON.stringify(output);
  response.writeHead(statusCode, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
