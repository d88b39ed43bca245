import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error";
import { rpcCborCodec } from "./cbor-codec";
import { setQueryError } from "./query-error";
import { readBody } from "./read-body";
import type { RequestContext, Service } from "./service";
import { UnknownOperationError } from "./unknown-operation";

/** One operation: takes the decoded request, returns what to answer, throws `AwsError` for AWS's errors. */
export type RpcAction = (input: unknown, context: RequestContext) => unknown;

/** A service that speaks Smithy's RPC v2 protocol, as it spoke the query protocol: CBOR, and the operation in the path. */
export interface RpcServiceOptions {
  /** The signing name, such as `monitoring`. */
  readonly name: string;
  /** By operation, such as `PutMetricData`. */
  readonly actions: Readonly<Record<string, RpcAction>>;
}

/** Holds CloudWatch's 1 MiB, taken apart. */
const maxBodyBytes = 16 * 1024 * 1024;

/** Requests and answers say so of themselves. */
const protocol = "rpc-v2-cbor";

/** Whether a request speaks RPC v2. */
export function isRpc(request: IncomingMessage): boolean {
  return request.headers["smithy-protocol"] === protocol;
}

/** Makes a service of its actions. */
export function rpcService({ name, actions }: RpcServiceOptions): Service {
  return {
    name,
    async handle(request, response, context) {
      try {
        const body = await readBody(request, maxBodyBytes);
        // The path is /service/<service>/operation/<operation>.
        const operation = request.url?.split("/").at(-1) ?? "";
        const action = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
        if (!action) throw new UnknownOperationError(name, operation);
        const output = await action(body.length === 0 ? {} : rpcCborCodec.decode(body), context);
        send(response, 200, output);
      } catch (error) {
        if (!(error instanceof AwsError) || error instanceof UnknownOperationError) throw error;
        setQueryError(response, error);
        send(response, error.statusCode, { __type: error.code, message: error.message });
      }
    },
  };
}

/** An operation without output answers without a body. */
function send(response: ServerResponse, statusCode: number, output: unknown): void {
  const body = output === undefined ? "" : rpcCborCodec.encode(output);
  response.setHeader("smithy-protocol", protocol);
  if (output !== undefined) response.setHeader("Content-Type", rpcCborCodec.contentType);
  response.writeHead(statusCode, { "Content-Length": body.length });
  response.end(body);
}
