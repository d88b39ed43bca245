import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { childText, escapeXml, type XmlElement } from "../xml";
import { type Checksum, checksumHeader, runningChecksum } from "./checksum";
import { uploadId } from "./multipart-upload";
import { quoted, unquoted, writeCondition } from "./object-headers";
import { malformedXml, S3Error } from "./s3-error";
import { header, type S3Action } from "./s3-request";
import { checksumElements, readDocument, s3Document } from "./s3-xml";
import { fullObjectChecksum, stageBody } from "./stage-body";
import type { Part, Upload } from "./uploads";

const minPartBytes = 5 * 1024 * 1024;

/** CompleteMultipartUpload: joins the parts that the client names into one object, in one step. */
export const completeMultipartUpload: S3Action = async (request, store) => {
  const { bucket, key, headers } = request;
  const { uploads } = store;
  const upload = await uploads.require(uploadId(request), bucket, key);
  const condition = writeCondition(headers);
  const document = await readDocument(request, "CompleteMultipartUpload");
  const parts = chooseParts(document, await uploads.parts(upload), upload);
  const paths = parts.map(({ number }) => uploads.partPath(upload, number));
  const whole = upload.checksum?.type === "FULL_OBJECT" ? upload.checksum.algorithm : undefined;
  const body = await stageBody(joined(paths), store.stagingPath(), whole ? [whole] : []);
  const checksum = fullObjectChecksum(body, whole) ?? compositeChecksum(upload, parts);
  const announced = checksum && header(headers, checksumHeader(checksum.algorithm));
  if (announced !== undefined && announced !== checksum?.value) {
    await rm(body.path);
    const message = `The ${checksum?.algorithm} you specified did not match the calculated checksum.`;
    throw new S3Error("BadDigest", message, 400);
  }
  const etag = `${createHash("md5").update(joinHex(parts)).digest("hex")}-${parts.length}`;
  await store.commit(bucket, key, body, { etag, headers: upload.headers, checksum }, condition);
  await uploads.remove(upload);
  const location = escapeXml(`http://${headers[":authority"] ?? headers.host}/${bucket}/${encodeURIComponent(key)}`);
  const content =
    `<Location>${location}</Location><Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key>` +
    `<ETag>${quoted(etag)}</ETag>${checksumElements(checksum)}`;
  return { body: s3Document("CompleteMultipartUploadResult", content) };
};

/**
 * The parts that the client wants, as they arrived.
 * @throws S3Error `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`, `MalformedXML`
 */
function chooseParts(document: XmlElement, arrived: readonly Part[], upload: Upload): Part[] {
  const byNumber = new Map(arrived.map((part) => [part.number, part]));
  const wanted = document.children.filter(({ name }) => name === "Part");
  if (wanted.length === 0) throw malformedXml();
  const numbers = wanted.map((element) => Number(childText(element, "PartNumber")));
  if (numbers.some((number, index) => index > 0 && number <= Number(numbers[index - 1]))) {
    const message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
    throw new S3Error("InvalidPartOrder", message, 400, { UploadId: upload.id });
  }
  const parts = wanted.map((element, index) => choosePart(element, byNumber.get(Number(numbers[index])), upload));
  const small = parts.slice(0, -1).find(({ size }) => size < minPartBytes);
  if (small) {
    const message = "Your proposed upload is smaller than the minimum allowed size";
    const details = { ProposedSize: String(small.size), MinSizeAllowed: String(minPartBytes) };
    throw new S3Error("EntityTooSmall", message, 400, { ...details, PartNumber: String(small.number) });
  }
  return parts;
}

function choosePart(element: XmlElement, part: Part | undefined, upload: Upload): Part {
  const etag = unquoted(childText(element, "ETag") ?? "");
  const { algorithm, value } = part?.checksum ?? {};
  const claimed = algorithm && childText(element, `Checksum${algorithm}`);
  if (part && part.etag === etag && (claimed === undefined || claimed === value)) return part;
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified " +
    "entity tag may not match the part's entity tag.";
  const details = { UploadId: upload.id, PartNumber: childText(element, "PartNumber") ?? "", ETag: etag };
  throw new S3Error("InvalidPart", message, 400, details);
}

/** The checksum of the parts' checksums; none when a part came without. */
function compositeChecksum(upload: Upload, parts: readonly Part[]): Checksum | undefined {
  const algorithm = upload.checksum?.algorithm;
  if (!algorithm) return undefined;
  const running = runningChecksum(algorithm);
  for (const { checksum } of parts) {
    if (checksum?.algorithm !== algorithm) return undefined;
    running.update(Buffer.from(checksum.value, "base64"));
  }
  return { algorithm, value: `${running.digest().toString("base64")}-${parts.length}`, type: "COMPOSITE" };
}

/** A multipart object's ETag is the MD5 of its parts' MD5s. */
function joinHex(parts: readonly Part[]): Buffer {
  return Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, "hex")));
}

async function* joined(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) yield* createReadStream(path);
}
