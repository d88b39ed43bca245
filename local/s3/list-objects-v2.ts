import { escapeXml } from "../xml";
import { keyElement, pageElements, readListing, readPage } from "./object-page";
import { invalidArgument } from "./s3-error";
import type { S3Action } from "./s3-request";
import { s3Document } from "./s3-xml";

/** ListObjectsV2. */
export const listObjectsV2: S3Action = async ({ bucket, query }, store) => {
  const listing = readListing(bucket, query);
  const startAfter = query.get("start-after") ?? "";
  const token = query.get("continuation-token");
  const after = token === null ? startAfter && Buffer.from(startAfter) : readToken(token);
  const page = await readPage(store, listing, after || undefined);
  const content =
    `<KeyCount>${page.entries.length}</KeyCount>` +
    (startAfter && keyElement(listing, "StartAfter", startAfter)) +
    (token === null ? "" : `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`) +
    (page.next ? `<NextContinuationToken>${page.next.toString("base64url")}</NextContinuationToken>` : "") +
    pageElements(listing, page);
  return { body: s3Document("ListBucketResult", content) };
};

/** A token is the place to go on from, so that it stays good whatever is written or deleted meanwhile. */
function readToken(token: string): Buffer {
  const place = Buffer.from(token, "base64url");
  if (token !== "" && place.toString("base64url") === token) return place;
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}
