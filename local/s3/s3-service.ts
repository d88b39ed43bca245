import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../aws-error";
import type { RequestContext, Service } from "../server/service";
import { UnknownOperationError } from "../server/unknown-operation";
import { escapeXml } from "../xml";
import { findAction } from "./find-action";
import type { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";
import { readRequest, type S3Response } from "./s3-request";

/** S3's REST protocol over a store. */
export function s3Service(store: ObjectStore): Service {
  return {
    name: "s3",
    async handle(message, response, context) {
      response.setHeader("x-amz-request-id", context.requestId);
      try {
        const request = readRequest(message, context);
        await send(message, response, await findAction(request)(request, store));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // What is left of the body must be read, or a client that is still sending never looks at the answer.
        message.resume();
        const isUnknown = error instanceof UnknownOperationError;
        const answered = isUnknown ? new S3Error("NotImplemented", error.message, 501) : error;
        await send(message, response, errorResponse(answered, message, context));
        // The endpoint tells the person.
        if (isUnknown) throw error;
      }
    },
  };
}

async function send(
  message: IncomingMessage,
  response: ServerResponse,
  { statusCode = 200, headers = {}, body = "" }: S3Response,
): Promise<void> {
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (typeof body !== "string") return sendStream(message, response, body);
  if (body !== "") {
    response.setHeader("Content-Type", "application/xml");
    response.setHeader("Content-Length", Buffer.byteLength(body));
  }
  response.end(body);
}

/** A client that goes away in the middle of an object has had enough of it: no error of ours. */
async function sendStream(message: IncomingMessage, response: ServerResponse, body: Readable): Promise<void> {
  // Of an HTTP/2 stream that was reset before, a pipeline never hears: the object's file would stay open.
  if (message.aborted) {
    body.destroy();
    return;
  }
  try {
    await pipeline(body, response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

function errorResponse(error: AwsError, message: IncomingMessage, { requestId }: RequestContext): S3Response {
  // HTTP gives HEAD no body: its errors are their status.
  if (message.method === "HEAD") return { statusCode: error.statusCode };
  const facts = { Code: error.code, Message: error.message, ...(error instanceof S3Error ? error.details : {}) };
  const elements = Object.entries({ ...facts, RequestId: requestId, HostId: requestId }).map(
    ([name, text]) => `<${name}>${escapeXml(text)}</${name}>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements.join("")}</Error>`;
  return { statusCode: error.statusCode, body };
}
