import { escapeXml } from "../xml";
import { behindPrefix } from "./object-cursor";
import { quoted } from "./object-headers";
import type { ObjectRecord } from "./object-record";
import type { ObjectStore } from "./object-store";
import { invalidArgument } from "./s3-error";

const maxListedKeys = 1_000;

/** What a listing asks for. */
export interface Listing {
  readonly bucket: string;
  readonly prefix: string;
  /** Keys that share what stands before it are listed as one; empty for none. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Whether names are to be encoded as in a URL. */
  readonly isEncoded: boolean;
}

/** Reads what every listing may ask for. @throws S3Error `InvalidArgument` */
export function readListing(bucket: string, query: URLSearchParams): Listing {
  return {
    bucket,
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    maxKeys: readMaxKeys(query.get("max-keys")),
    isEncoded: query.get("encoding-type") === "url",
  };
}

/** A part of a bucket's objects, by key. */
export interface Page {
  /** Objects, and in the place of many the prefix that they share, which has no record. */
  readonly entries: readonly { readonly name: string; readonly record?: ObjectRecord }[];
  /** Where the next page goes on; undefined after the last. */
  readonly next: Buffer | undefined;
}

/**
 * Reads one page.
 * @param after where to go on: behind this key, or `behindPrefix` of one
 * @throws S3Error `NoSuchBucket`
 */
export async function readPage(store: ObjectStore, listing: Listing, after: Buffer | undefined): Promise<Page> {
  const { bucket, prefix, delimiter, maxKeys } = listing;
  const cursor = await store.cursor(bucket, prefix, after);
  try {
    const entries: { name: string; record?: ObjectRecord }[] = [];
    let next: Buffer | undefined;
    if (maxKeys === 0) return { entries, next };
    for (let object = await cursor.next(); object; object = await cursor.next()) {
      if (entries.length === maxKeys) return { entries, next };
      const end = delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        entries.push({ name: object.key, record: object.record });
        next = Buffer.from(object.key);
      } else {
        const name = object.key.slice(0, end + delimiter.length);
        entries.push({ name });
        cursor.skipPrefix(name);
        next = behindPrefix(name);
      }
    }
    return { entries, next: undefined };
  } finally {
    await cursor.close();
  }
}

/** An element that holds a key, or a part of one. */
export function keyElement({ isEncoded }: Listing, name: string, text: string): string {
  return `<${name}>${escapeXml(isEncoded ? encodeKey(text) : text)}</${name}>`;
}

/** The elements that every listing has. */
export function pageElements(listing: Listing, { entries, next }: Page): string {
  const { bucket, prefix, delimiter, maxKeys, isEncoded } = listing;
  return (
    `<Name>${bucket}</Name>${keyElement(listing, "Prefix", prefix)}<MaxKeys>${maxKeys}</MaxKeys>` +
    `<IsTruncated>${next !== undefined}</IsTruncated>` +
    (delimiter && keyElement(listing, "Delimiter", delimiter)) +
    (isEncoded ? "<EncodingType>url</EncodingType>" : "") +
    entries
      .map(({ name, record }) =>
        record
          ? contents(keyElement(listing, "Key", name), record)
          : `<CommonPrefixes>${keyElement(listing, "Prefix", name)}</CommonPrefixes>`,
      )
      .join("")
  );
}

function contents(key: string, record: ObjectRecord): string {
  const checksum = record.checksum
    ? `<ChecksumAlgorithm>${record.checksum.algorithm}</ChecksumAlgorithm>` +
      `<ChecksumType>${record.checksum.type}</ChecksumType>`
    : "";
  return (
    `<Contents>${key}<LastModified>${new Date(record.lastModifiedMs).toISOString()}</LastModified>` +
    `<ETag>${escapeXml(quoted(record.etag))}</ETag>${checksum}<Size>${record.size}</Size>` +
    `<StorageClass>STANDARD</StorageClass></Contents>`
  );
}

function readMaxKeys(value: string | null): number {
  if (value === null || value === "") return maxListedKeys;
  if (/^\d+$/.test(value)) return Math.min(Number(value), maxListedKeys);
  throw invalidArgument("Provided max-keys not an integer or within integer range", "max-keys", value);
}

function encodeKey(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll("%2F", "/");
  return encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
