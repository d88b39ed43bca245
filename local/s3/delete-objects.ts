import { childText, escapeXml } from "../xml";
import { unquoted } from "./object-headers";
import { malformedXml, notImplemented } from "./s3-error";
import { header, type S3Action } from "./s3-request";
import { readDocument, s3Document } from "./s3-xml";

const maxObjects = 1_000;

/** DeleteObject: well done even when there was no such object, unless `If-Match` asks for one. */
export const deleteObject: S3Action = async ({ bucket, key, headers }, store) => {
  const ifMatch = header(headers, "if-match");
  await store.delete(bucket, key, ifMatch === undefined ? {} : { ifMatch: unquoted(ifMatch) });
  return { statusCode: 204 };
};

/** DeleteObjects: up to 1,000 at once. @throws S3Error `NotImplemented` for one that is to be deleted by its ETag */
export const deleteObjects: S3Action = async (request, store) => {
  const { bucket } = request;
  await store.requireBucket(bucket);
  const document = await readDocument(request, "Delete");
  const objects = document.children.filter(({ name }) => name === "Object");
  if (objects.length === 0 || objects.length > maxObjects) throw malformedXml();
  if (objects.some((object) => childText(object, "ETag") !== undefined)) throw notImplemented("ETag");
  const keys = objects.map((object) => childText(object, "Key"));
  let deleted = "";
  for (const key of keys) {
    if (key === undefined) throw malformedXml();
    await store.delete(bucket, key);
    deleted += `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`;
  }
  return { body: s3Document("DeleteResult", childText(document, "Quiet") === "true" ? "" : deleted) };
};
