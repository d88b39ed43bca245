import { behindPrefix } from "./object-cursor";
import { keyElement, type Listing, pageElements, readListing, readPage } from "./object-page";
import type { S3Action } from "./s3-request";
import { s3Document } from "./s3-xml";

/** ListObjects, the first version, which older tools still ask for. */
export const listObjects: S3Action = async ({ bucket, query }, store) => {
  const listing = readListing(bucket, query);
  const marker = query.get("marker") ?? "";
  const page = await readPage(store, listing, marker === "" ? undefined : behindMarker(listing, marker));
  const last = page.entries.at(-1)?.name;
  const content =
    keyElement(listing, "Marker", marker) +
    // Without a delimiter a client goes on behind the last key that it got.
    (page.next && last !== undefined && listing.delimiter !== "" ? keyElement(listing, "NextMarker", last) : "") +
    pageElements(listing, page);
  return { body: s3Document("ListBucketResult", content) };
};

/** A page that ended in a shared prefix goes on behind all its keys. */
function behindMarker({ prefix, delimiter }: Listing, marker: string): Buffer {
  const isShared = delimiter !== "" && marker.startsWith(prefix) && marker.endsWith(delimiter);
  return isShared ? behindPrefix(marker) : Buffer.from(marker);
}
