import { copySource } from "./copy-source";
import { objectHeaders, quoted, writeCondition } from "./object-headers";
import { S3Error } from "./s3-error";
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
  const { record, file } = await store.open(source.bucket, source.key);
  const algorithm = record.checksum?.algorithm;
  // The stream closes the file.
  const body = await stageBody(file.createReadStream(), store.stagingPath(), algorithm ? [algorithm] : []);
  const etag = body.md5.toString("hex");
  const checksum = fullObjectChecksum(body, algorithm);
  const copied = isReplacing ? objectHeaders(headers) : record.headers;
  const copy = await store.commit(bucket, key, body, { etag, headers: copied, checksum }, condition);
  const lastModified = `<LastModified>${new Date(copy.lastModifiedMs).toISOString()}</LastModified>`;
  const content = `${lastModified}<ETag>${quoted(etag)}</ETag>${checksumElements(checksum)}`;
  return { body: s3Document("CopyObjectResult", content) };
};
