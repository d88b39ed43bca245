import type { IncomingHttpHeaders } from "node:http";
import { checksumHeaders } from "./checksum";
import type { ObjectRecord, WriteCondition } from "./object-record";
import { notImplemented } from "./s3-error";
import { header } from "./s3-request";

const keptHeaders = ["cache-control", "content-disposition", "content-language", "expires"];

/** The headers of a write that belong to the object: each reader gets them back. */
export function objectHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = { "content-type": header(headers, "content-type") ?? "binary/octet-stream" };
  for (const [name, value] of Object.entries(headers)) {
    if (keptHeaders.includes(name) || name.startsWith("x-amz-meta-")) kept[name] = String(value);
  }
  // `aws-chunked` is how the body travelled, not what the object is.
  const encodings = (header(headers, "content-encoding") ?? "").split(",").map((encoding) => encoding.trim());
  const own = encodings.filter((encoding) => encoding !== "aws-chunked" && encoding !== "");
  if (own.length > 0) kept["content-encoding"] = own.join(",");
  return kept;
}

/** What every reader of an object gets to know of it. */
export function responseHeaders(record: ObjectRecord, requested: IncomingHttpHeaders): Record<string, string> {
  const isChecksumWanted = header(requested, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  return {
    ...record.headers,
    ETag: quoted(record.etag),
    "Last-Modified": new Date(record.lastModifiedMs).toUTCString(),
    "Accept-Ranges": "bytes",
    ...(isChecksumWanted ? checksumHeaders(record.checksum) : {}),
  };
}

/**
 * The condition that a write is made under.
 * @throws S3Error `NotImplemented` for an `If-None-Match` other than `*`
 */
export function writeCondition(headers: IncomingHttpHeaders): WriteCondition {
  const ifNoneMatch = header(headers, "if-none-match");
  const ifMatch = header(headers, "if-match");
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") throw notImplemented("If-None-Match");
  return {
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(ifMatch === undefined ? {} : { ifMatch: unquoted(ifMatch) }),
  };
}

/** An ETag as it stands in headers and documents. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}

/** An ETag that a client sent, with quotes or without. */
export function unquoted(etag: string): string {
  return etag.trim().replace(/^"(.*)"$/, "$1");
}
