import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error";
import { readBody } from "./read-body";
import type { RequestContext, Service } from "./service";
import { UnknownOperationError } from "./unknown-operation";

/** One operation: takes the parsed JSON of the request, returns what to answer, throws `AwsError` for AWS's errors. */
export type JsonAction = (input: unknown, context: RequestContext) => unknown;

/** A service that speaks AWS's JSON protocol: POST, and the operation in `X-Amz-Target`. */
export interface JsonServiceOptions {
  /** The signing name, such as `kinesis`. */
  readonly name: string;
  /** What stands before the dot in `X-Amz-Target`, such as `Kinesis_20131202`. */
  readonly targetPrefix: string;
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  /** By operation, such as `PutRecords`. */
  readonly actions: Readonly<Record<string, JsonAction>>;
}

/** Holds the largest request that AWS's JSON services take: PutRecords with 10 MiB of data and keys, in base64 and JSON. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Makes a service of its actions. */
export function jsonService(options: JsonServiceOptions): Service {
  return {
    name: options.name,
    targetPrefixes: [options.targetPrefix],
    async handle(request, response, context) {
      try {
        const output = await run(request, context, options);
        // An operation without output answers with an empty body, not with `{}`.
        send(response, 200, options.contentType, output === undefined ? "" : JSON.stringify(output));
      } catch (error) {
        if (!(error instanceof AwsError) || error instanceof UnknownOperationError) throw error;
        const body = error.message === "" ? { __type: error.code } : { __type: error.code, message: error.message };
        send(response, error.statusCode, options.contentType, JSON.stringify(body));
      }
    },
  };
}

async function run(request: IncomingMessage, context: RequestContext, options: JsonServiceOptions): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes);
  const target = String(request.headers["x-amz-target"]);
  const operation = target.slice(target.indexOf(".") + 1);
  const action = Object.hasOwn(options.actions, operation) ? options.actions[operation] : undefined;
  if (!action) throw new UnknownOperationError(options.name, operation);
  return action(parse(body), context);
}

function parse(body: Buffer): unknown {
  let input: unknown;
  try {
    input = JSON.parse(body.toString("utf8"));
  } catch (cause) {
    // AWS says no more than the code here.
    throw Object.assign(new AwsError("SerializationException", ""), { cause });
  }
  if (typeof input !== "object" || input === null) throw new AwsError("SerializationException", "");
  return input;
}

function send(response: ServerResponse, statusCode: number, contentType: string, body: string): void {
  response.writeHead(statusCode, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
