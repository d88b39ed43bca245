import { readRange } from "./byte-range";
import type { ChecksumAlgorithm } from "./checksum";
import { type CopySource, copySource } from "./copy-source";
import { isUnchanged } from "./get-object";
import { partNumber, uploadId } from "./multipart-upload";
import { objectHeaders, quoted, writeCondition } from "./object-headers";
import type { ObjectStore } from "./object-store";
import { preconditionFailed, S3Error } from "./s3-error";
import { header, type S3Action } from "./s3-request";
import { checksumElements, s3Document } from "./s3-xml";
import { fullObjectChecksum, stageBody } from "./stage-body";

/** CopyObject. The copy's ETag is its bytes' MD5, even where the source came in parts. */
export const copyObject: S3Action = async (request, store) => {
  const { bucket, key, headers } = request;
  await store.requireBucket(bucket);
  const condition = writeCondition(headers);
  const source = copySource(request);
  const isReplacing = header(headers, "x-amz-metadata-directive")?.toUpperCase() === "REPLACE";
  if (source.bucket === bucket && source.key === key && !isReplacing) {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
      "metadata, storage class, website redirect location or encryption attributes.";
    throw new S3Error("InvalidRequest", message, 400);
  }
  const { body, record, checksum } = await stageSource(source, store);
  const etag = body.md5.toString("hex");
  const copied = isReplacing ? objectHeaders(headers) : record.headers;
  const copy = await store.commit(bucket, key, body, { etag, headers: copied, checksum }, condition);
  const content = `${resultElements(etag, copy.lastModifiedMs)}${checksumElements(checksum)}`;
  return { body: s3Document("CopyObjectResult", content) };
};

/** UploadPartCopy: a part that is an object already, or a range of one. */
export const uploadPartCopy: S3Action = async (request, store) => {
  const number = partNumber(request);
  const upload = await store.uploads.require(uploadId(request), request.bucket, request.key);
  const source = copySource(request);
  const range = header(request.headers, "x-amz-copy-source-range");
  const { body, checksum } = await stageSource(source, store, upload.checksum?.algorithm, range);
  const part = await store.uploads.putPart(upload, number, body, checksum);
  const content = `${resultElements(part.etag, part.lastModifiedMs)}${checksumElements(part.checksum)}`;
  return { body: s3Document("CopyPartResult", content) };
};

/** Copies an object's bytes, or a range of them, with a checksum: the source's kind unless another is asked for. */
async function stageSource(source: CopySource, store: ObjectStore, asked?: ChecksumAlgorithm, rangeHeader?: string) {
  const { record, file } = await store.open(source.bucket, source.key);
  try {
    // A reader would be told that it has the object already; a copy has no such answer.
    if (isUnchanged(record, source.conditions)) throw preconditionFailed("x-amz-copy-source-If-None-Match");
    const range = readRange(rangeHeader, record.size);
    const bytes = file.createReadStream({ autoClose: false, ...(range && { start: range.first, end: range.last }) });
    const algorithm = asked ?? record.checksum?.algorithm;
    const body = await stageBody(bytes, store.stagingPath(), algorithm ? [algorithm] : []);
    return { record, body, checksum: fullObjectChecksum(body, algorithm) };
  } finally {
    await file.close();
  }
}

function resultElements(etag: string, lastModifiedMs: number): string {
  return `<LastModified>${new Date(lastModifiedMs).toISOString()}</LastModified><ETag>${quoted(etag)}</ETag>`;
}
