import type { IncomingMessage } from "node:http";
import { AwsError } from "../aws-error";

/** The client went away before its request was whole: there is nothing to apply, and nobody to answer. */
export class IncompleteBodyError extends Error {
  constructor(receivedBytes: number) {
    super(`the client ended its request after ${receivedBytes} bytes of the body`);
    this.name = "IncompleteBodyError";
  }
}

/**
 * Reads a request's whole body. A body over the limit is read to its end, but not kept, so that the client
 * gets its answer rather than a broken connection.
 * @throws IncompleteBodyError when the client ends the connection (or, in HTTP/2, resets the stream) early
 * @throws AwsError 413 `RequestEntityTooLargeException` above `maxBytes`
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let receivedBytes = 0;
    request.on("data", (chunk: Buffer) => {
      receivedBytes += chunk.length;
      if (receivedBytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    // HTTP/2's compatibility layer ends a reset stream as if it were whole; only `aborted` tells them apart.
    const fail = () => reject(new IncompleteBodyError(receivedBytes));
    request.on("aborted", fail);
    request.on("error", fail);
    request.on("end", () => {
      if (request.aborted) return fail();
      if (receivedBytes > maxBytes) {
        const message = `Request body of ${receivedBytes} bytes exceeds the limit of ${maxBytes} bytes.`;
        return reject(new AwsError("RequestEntityTooLargeException", message, 413));
      }
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, receivedBytes));
    });
  });
}
