import type { IncomingHttpHeaders } from "node:http";
import { type ByteRange, readRange } from "./byte-range";
import { responseHeaders, unquoted } from "./object-headers";
import type { ObjectRecord } from "./object-record";
import { preconditionFailed } from "./s3-error";
import { header, type S3Action, type S3Response } from "./s3-request";

/** GetObject: whole, or one range of bytes. */
export const getObject: S3Action = async ({ bucket, key, headers }, store) => {
  const { record, file } = await store.open(bucket, key);
  try {
    const { response, range } = describe(record, headers);
    if (response.statusCode === 304 || record.size === 0) {
      await file.close();
      return response;
    }
    // The stream closes the file, whether it is read to its end or not.
    return { ...response, body: file.createReadStream(range ? { start: range.first, end: range.last } : {}) };
  } catch (error) {
    await file.close();
    throw error;
  }
};

/** HeadObject. */
export const headObject: S3Action = async ({ bucket, key, headers }, store) => {
  return describe(await store.record(bucket, key), headers).response;
};

interface Description {
  readonly response: S3Response;
  readonly range: ByteRange | undefined;
}

function describe(record: ObjectRecord, requested: IncomingHttpHeaders): Description {
  const headers = responseHeaders(record, requested);
  if (isUnchanged(record, requested)) return { response: { statusCode: 304, headers }, range: undefined };
  const range = readRange(header(requested, "range"), record.size);
  if (!range) return { response: { headers: { ...headers, "Content-Length": record.size } }, range };
  const partial = {
    // A checksum of the whole would not match the part.
    ...responseHeaders(record, {}),
    "Content-Length": range.last - range.first + 1,
    "Content-Range": `bytes ${range.first}-${range.last}/${record.size}`,
  };
  return { response: { statusCode: 206, headers: partial }, range };
}

/**
 * Whether the client has it already. ETags outweigh times, which count in whole seconds.
 * @throws S3Error `PreconditionFailed`
 */
export function isUnchanged(record: ObjectRecord, requested: IncomingHttpHeaders): boolean {
  const ifMatch = header(requested, "if-match");
  const ifUnmodifiedSince = header(requested, "if-unmodified-since");
  const modifiedMs = Math.floor(record.lastModifiedMs / 1000) * 1000;
  if (ifMatch !== undefined && !names(ifMatch, record)) throw preconditionFailed("If-Match");
  if (ifMatch === undefined && ifUnmodifiedSince !== undefined && modifiedMs > Date.parse(ifUnmodifiedSince)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  const ifNoneMatch = header(requested, "if-none-match");
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, record);
  const ifModifiedSince = header(requested, "if-modified-since");
  return ifModifiedSince !== undefined && modifiedMs <= Date.parse(ifModifiedSince);
}

/** Whether a list of ETags, or `*`, names the object's. */
function names(list: string, record: ObjectRecord): boolean {
  return list.split(",").some((etag) => etag.trim() === "*" || unquoted(etag) === record.etag);
}
