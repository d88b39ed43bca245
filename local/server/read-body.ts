import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AwsError } from "../aws-error";

/** The client went away before its request was whole: there is nothing to apply, and nobody to answer. */
export class IncompleteBodyError extends Error {
  constructor(receivedBytes: number) {
    super(`the client ended its request after ${receivedBytes} bytes of the body`);
    this.name = "IncompleteBodyError";
  }
}

/**
 * Reads a request's whole body, unpacked where the client compressed it. A body over the limit is read to its end,
 * but not kept, so that the client gets its answer rather than a broken connection.
 * @throws IncompleteBodyError when the client ends the connection (or, in HTTP/2, resets the stream) early
 * @throws AwsError 413 `RequestEntityTooLargeException` above `maxBytes`, packed or unpacked; 400 `SerializationException`
 * for a body that is not the gzip that it says it is
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const body = await readBytes(request, maxBytes);
  return request.headers["content-encoding"] === "gzip" ? unpack(body, maxBytes) : body;
}

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
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
        return reject(tooLarge(`Request body of ${receivedBytes} bytes exceeds the limit of ${maxBytes} bytes.`));
      }
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, receivedBytes));
    });
  });
}

async function unpack(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await promisify(gunzip)(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw tooLarge(`Unpacked request body exceeds the limit of ${maxBytes} bytes.`);
    }
    throw Object.assign(new AwsError("SerializationException", ""), { cause });
  }
}

function tooLarge(message: string): AwsError {
  return new AwsError("RequestEntityTooLargeException", message, 413);
}
