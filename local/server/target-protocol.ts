import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error";
import type { Codec } from "./codec";
import { EventStream, sendEventStream } from "./event-stream";
import { setQueryError } from "./query-error";
import { readBody } from "./read-body";
import type { RequestContext, Service } from "./service";
import { UnknownOperationError } from "./unknown-operation";

/** What an operation knows of its request beside the input. */
export interface ActionContext extends RequestContext {
  /** What the request speaks, and its answer. */
  readonly codec: Codec;
}

/** One operation: takes the decoded request, returns what to answer, throws `AwsError` for AWS's errors. */
export type Action = (input: unknown, context: ActionContext) => unknown;

/** A service that takes POST with the operation in `X-Amz-Target`. */
export interface TargetServiceOptions {
  /** The signing name, such as `kinesis`. */
  readonly name: string;
  /** What stands before the dot in `X-Amz-Target`, such as `Kinesis_20131202`. */
  readonly targetPrefix: string;
  /** What it speaks: the request's `Content-Type` chooses. */
  readonly codecs: readonly Codec[];
  /** By operation, such as `PutRecords`. */
  readonly actions: Readonly<Record<string, Action>>;
  /** Whether it spoke the query protocol once, and tells of errors by that one's codes, too. @default false */
  readonly isQueryCompatible?: boolean;
}

/** Holds the largest request that these services take: PutRecords with 10 MiB of data and keys, in base64 and JSON. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Makes a service of its actions. */
export function targetService(options: TargetServiceOptions): Service {
  const codecs = new Map(options.codecs.map((codec) => [codec.contentType, codec]));
  return {
    name: options.name,
    targetPrefixes: [options.targetPrefix],
    async handle(request, response, context) {
      const codec = codecs.get(mediaType(request));
      if (!codec) return refuseMediaType(request, response);
      try {
        const output = await run(request, { ...context, codec }, options);
        if (output instanceof EventStream) return await sendEventStream(response, output, codec);
        // An operation without output answers with an empty body, not with `{}`.
        send(response, 200, codec.contentType, output === undefined ? "" : codec.encode(output));
      } catch (error) {
        if (!(error instanceof AwsError) || error instanceof UnknownOperationError) throw error;
        const message = error.message === "" ? undefined : error.message;
        if (options.isQueryCompatible) setQueryError(response, error);
        send(response, error.statusCode, codec.contentType, codec.encode({ __type: error.code, message }));
      }
    },
  };
}

/** `Content-Type` without its parameters. */
function mediaType(request: IncomingMessage): string {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  return type.trim();
}

/** What AWS answers whatever the operation is. */
async function refuseMediaType(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await readBody(request, maxBodyBytes);
  if (mediaType(request) === "application/json") {
    const Output = { __type: "com.amazon.coral.service#UnknownOperationException" };
    return send(response, 404, "application/json", JSON.stringify({ Output, Version: "1.0" }));
  }
  send(response, 404, "text/xml", "<UnknownOperationException/>\n");
}

async function run(request: IncomingMessage, context: ActionContext, options: TargetServiceOptions): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes);
  const target = String(request.headers["x-amz-target"]);
  const operation = target.slice(target.indexOf(".") + 1);
  const action = Object.hasOwn(options.actions, operation) ? options.actions[operation] : undefined;
  if (!action) throw new UnknownOperationError(options.name, operation);
  const input = context.codec.decode(body);
  if (typeof input !== "object" || input === null) throw new AwsError("SerializationException", "");
  return action(input, context);
}

function send(response: ServerResponse, statusCode: number, contentType: string, body: string | Uint8Array): void {
  response.writeHead(statusCode, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
