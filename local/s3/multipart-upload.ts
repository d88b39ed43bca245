import { escapeXml } from "../xml";
import { checksumHeaders, isChecksumAlgorithm } from "./checksum";
import { objectHeaders, quoted } from "./object-headers";
import { receiveBody } from "./receive-body";
import { invalidArgument } from "./s3-error";
import { header, type S3Action, type S3Request } from "./s3-request";
import { checksumElements, s3Document } from "./s3-xml";
import type { Upload } from "./uploads";

const maxPartNumber = 10_000;
const maxListedParts = 1_000;

/** CreateMultipartUpload. */
export const createMultipartUpload: S3Action = async ({ bucket, key, headers }, store) => {
  await store.requireBucket(bucket);
  const checksum = promisedChecksum(headers);
  const id = await store.uploads.create({ bucket, key, headers: objectHeaders(headers), checksum });
  const content = `<Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId>`;
  const promise: Record<string, string> = checksum
    ? { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type }
    : {};
  return { headers: promise, body: s3Document("InitiateMultipartUploadResult", content) };
};

function promisedChecksum(headers: S3Request["headers"]): Upload["checksum"] {
  const algorithm = header(headers, "x-amz-checksum-algorithm")?.toUpperCase() ?? "";
  if (!isChecksumAlgorithm(algorithm)) return undefined;
  // CRC-64 is only ever taken of the whole object.
  const usual = algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
  return { algorithm, type: header(headers, "x-amz-checksum-type") === "FULL_OBJECT" ? "FULL_OBJECT" : usual };
}

/** UploadPart. */
export const uploadPart: S3Action = async (request, store) => {
  const number = partNumber(request);
  const upload = await store.uploads.require(uploadId(request), request.bucket, request.key);
  const body = await receiveBody(request.message, store.stagingPath());
  const part = await store.uploads.putPart(upload, number, body, body.checksum);
  return { headers: { ETag: quoted(part.etag), ...checksumHeaders(part.checksum) } };
};

/** ListParts. */
export const listParts: S3Action = async (request, store) => {
  const { bucket, key, query } = request;
  const upload = await store.uploads.require(uploadId(request), bucket, key);
  const marker = Number(query.get("part-number-marker") ?? 0);
  const maxParts = Math.min(Number(query.get("max-parts") ?? maxListedParts), maxListedParts);
  const rest = (await store.uploads.parts(upload)).filter(({ number }) => number > marker);
  const page = rest.slice(0, maxParts);
  const parts = page.map(
    (part) =>
      `<Part><PartNumber>${part.number}</PartNumber><ETag>${quoted(part.etag)}</ETag><Size>${part.size}</Size>` +
      `<LastModified>${new Date(part.lastModifiedMs).toISOString()}</LastModified>` +
      `${checksumElements(part.checksum)}</Part>`,
  );
  const content =
    `<Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${upload.id}</UploadId>` +
    `<PartNumberMarker>${marker}</PartNumberMarker><NextPartNumberMarker>${page.at(-1)?.number ?? 0}` +
    `</NextPartNumberMarker><MaxParts>${maxParts}</MaxParts><IsTruncated>${page.length < rest.length}</IsTruncated>`;
  return { body: s3Document("ListPartsResult", content + parts.join("")) };
};

/** AbortMultipartUpload. */
export const abortMultipartUpload: S3Action = async (request, store) => {
  await store.uploads.remove(await store.uploads.require(uploadId(request), request.bucket, request.key));
  return { statusCode: 204 };
};

/** The upload that a request is about. */
export function uploadId({ query }: S3Request): string {
  return query.get("uploadId") ?? "";
}

/** The place of a part in its object. @throws S3Error `InvalidArgument` outside 1..10,000 */
export function partNumber({ query }: S3Request): number {
  const number = Number(query.get("partNumber"));
  if (Number.isInteger(number) && number >= 1 && number <= maxPartNumber) return number;
  const message = `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`;
  throw invalidArgument(message, "partNumber", query.get("partNumber") ?? "");
}
