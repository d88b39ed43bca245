import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../aws-error";
import { escapeXml } from "../xml";
import { queryError } from "./query-error";
import { readForm } from "./query-form";
import { readBody } from "./read-body";
import type { RequestContext, Service } from "./service";
import { Timestamp } from "./timestamp";
import { UnknownOperationError } from "./unknown-operation";

/**
 * One operation: takes the form of the request as `readForm` reads it, returns what to answer (a `ReadonlyMap` for
 * AWS's maps, undefined for an operation without output), throws `AwsError` for AWS's errors.
 */
export type QueryAction = (input: unknown, context: RequestContext) => unknown;

/** A service that speaks AWS's query protocol: a form in, XML out. */
export interface QueryServiceOptions {
  /** The signing name, such as `sts`. */
  readonly name: string;
  /** Of the answers' XML. */
  readonly namespace: string;
  /** By operation, such as `GetCallerIdentity`. */
  readonly actions: Readonly<Record<string, QueryAction>>;
}

/** Holds SNS's 256 KiB with every byte written as `%xx`, and CloudWatch's 1 MiB. */
const maxBodyBytes = 4 * 1024 * 1024;

/** Makes a service of its actions. */
export function queryService({ name, namespace, actions }: QueryServiceOptions): Service {
  return {
    name,
    queryActions: Object.keys(actions),
    async handle(request, response, context) {
      try {
        const form = await formOf(request);
        const operation = form.get("Action") ?? "";
        const action = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
        if (!action) throw new UnknownOperationError(name, operation || "A request without Action");
        const output = await action(readForm(form), context);
        send(response, 200, answer(namespace, operation, output, context));
      } catch (error) {
        if (!(error instanceof AwsError) || error instanceof UnknownOperationError) throw error;
        send(response, error.statusCode, errorResponse(namespace, error, context));
      }
    },
  };
}

/** The form stands in the body of a POST or in the address of a GET. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const body = await readBody(request, maxBodyBytes);
  return new URLSearchParams(request.method === "GET" ? (request.url ?? "").split("?")[1] : body.toString("utf8"));
}

function answer(namespace: string, operation: string, output: unknown, { requestId }: RequestContext): string {
  const result = output === undefined ? "" : element(`${operation}Result`, output);
  const metadata = element("ResponseMetadata", { RequestId: requestId });
  return `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`;
}

function errorResponse(namespace: string, error: AwsError, { requestId }: RequestContext): string {
  const facts = { ...queryError(error), Message: error.message };
  return `<ErrorResponse xmlns="${namespace}">${element("Error", facts)}${element("RequestId", requestId)}</ErrorResponse>`;
}

function element(name: string, value: unknown): string {
  return value === undefined ? "" : `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element("member", item)).join("");
  if (value instanceof Map) return [...value].map(([key, item]) => element("entry", { key, value: item })).join("");
  if (value instanceof Timestamp) return new Date(value.ms).toISOString();
  if (typeof value !== "object" || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join("");
}

function send(response: ServerResponse, statusCode: number, body: string): void {
  response.writeHead(statusCode, { "Content-Type": "text/xml", "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
