import { escapeXml } from "../xml";
import { behindPrefix, type ObjectCursor } from "./object-cursor";
import { quoted } from "./object-headers";
import type { ObjectRecord } from "./object-record";
import { invalidArgument } from "./s3-error";
import type { S3Action } from "./s3-request";
import { s3Document } from "./s3-xml";

const maxListedKeys = 1_000;

/** ListObjectsV2. */
export const listObjectsV2: S3Action = async ({ bucket, query }, store) => {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const startAfter = query.get("start-after") ?? "";
  const token = query.get("continuation-token");
  const maxKeys = readMaxKeys(query.get("max-keys"));
  const isEncoded = query.get("encoding-type") === "url";
  const after = token === null ? startAfter && Buffer.from(startAfter) : readToken(token);
  const cursor = await store.cursor(bucket, prefix, after || undefined);
  const page = await readPage(cursor, prefix, delimiter, maxKeys).finally(() => cursor.close());

  const encode = (text: string) => escapeXml(isEncoded ? encodeKey(text) : text);
  const element = (name: string, text: string) => `<${name}>${encode(text)}</${name}>`;
  const content =
    `<Name>${bucket}</Name>${element("Prefix", prefix)}<MaxKeys>${maxKeys}</MaxKeys>` +
    `<KeyCount>${page.entries.length}</KeyCount><IsTruncated>${page.next !== undefined}</IsTruncated>` +
    (delimiter && element("Delimiter", delimiter)) +
    (startAfter && element("StartAfter", startAfter)) +
    (isEncoded ? "<EncodingType>url</EncodingType>" : "") +
    (token === null ? "" : `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`) +
    (page.next ? `<NextContinuationToken>${page.next.toString("base64url")}</NextContinuationToken>` : "") +
    page.entries
      .map(({ name, record }) =>
        record ? contents(element("Key", name), record) : `<CommonPrefixes>${element("Prefix", name)}</CommonPrefixes>`,
      )
      .join("");
  return { body: s3Document("ListBucketResult", content) };
};

interface Page {
  /** Objects, and in the place of many the prefix that they share, which has no record. */
  readonly entries: readonly { readonly name: string; readonly record?: ObjectRecord }[];
  /** Where the next page goes on; undefined after the last. */
  readonly next: Buffer | undefined;
}

async function readPage(cursor: ObjectCursor, prefix: string, delimiter: string, maxKeys: number): Promise<Page> {
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

/** A token is the place to go on from, so that it stays good whatever is written or deleted meanwhile. */
function readToken(token: string): Buffer {
  const place = Buffer.from(token, "base64url");
  if (token !== "" && place.toString("base64url") === token) return place;
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}

function encodeKey(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll("%2F", "/");
  return encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
