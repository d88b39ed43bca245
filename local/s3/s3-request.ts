import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { RequestContext } from "../server/service";
import type { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";

/** A request with its address taken apart. */
export interface S3Request {
  readonly method: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body, unread. */
  readonly message: IncomingMessage;
  readonly context: RequestContext;
}

/** What an action answers. */
export interface S3Response {
  /** @default 200 */
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A document, or an object's bytes. */
  readonly body?: string | Readable;
}

/** One operation of S3. Throws `S3Error` for what S3 answers as an error. */
export type S3Action = (request: S3Request, store: ObjectStore) => Promise<S3Response>;

/** `bucket.localhost`, `bucket.s3.localhost`, `bucket.s3.ap-northeast-1.localhost`. */
const virtualHost = /^(?<bucket>[a-z0-9][a-z0-9.-]+?)(?:\.s3(?:[.-][a-z0-9-]+)?)?\.localhost$/;
const maxKeyBytes = 1024;

/**
 * Reads bucket and key out of a request's address, by path or by host. The path is taken as it was sent:
 * to S3 `a/../b` and `a//b` are keys like any other.
 * @throws S3Error `InvalidURI`, `KeyTooLongError`
 */
export function readRequest(message: IncomingMessage, context: RequestContext): S3Request {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  const path = decodePath(mark < 0 ? url : url.slice(0, mark)).slice(1);
  const host = String(message.headers[":authority"] ?? message.headers.host ?? "").replace(/:\d+$/, "");
  const hostBucket = virtualHost.exec(host)?.groups?.["bucket"];
  const slash = path.indexOf("/");
  const [pathBucket, pathKey] = slash < 0 ? [path, ""] : [path.slice(0, slash), path.slice(slash + 1)];
  const key = hostBucket === undefined ? pathKey : path;
  const size = Buffer.byteLength(key);
  if (size > maxKeyBytes) {
    const details = { Size: String(size), MaxSizeAllowed: String(maxKeyBytes) };
    throw new S3Error("KeyTooLongError", "Your key is too long", 400, details);
  }
  return {
    method: message.method ?? "GET",
    bucket: hostBucket ?? pathBucket,
    key,
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    headers: message.headers,
    message,
    context,
  };
}

/** A header's one value. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  return headers[name]?.toString();
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw Object.assign(new S3Error("InvalidURI", "Couldn't parse the specified URI.", 400, { URI: path }), { cause });
  }
}
