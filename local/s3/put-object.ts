import { checksumHeaders } from "./checksum";
import { objectHeaders, quoted, writeCondition } from "./object-headers";
import { receiveBody } from "./receive-body";
import type { S3Action } from "./s3-request";

/**
 * PutObject. The object appears when its whole body has arrived and is what its client says it is.
 * Encryption, storage class, access and tags are accepted and have no effect.
 */
export const putObject: S3Action = async ({ bucket, key, headers, message }, store) => {
  await store.requireBucket(bucket);
  const condition = writeCondition(headers);
  const body = await receiveBody(message, store.stagingPath());
  const etag = body.md5.toString("hex");
  const facts = { etag, headers: objectHeaders(headers), checksum: body.checksum };
  await store.commit(bucket, key, body, facts, condition);
  return { headers: { ETag: quoted(etag), ...checksumHeaders(body.checksum) } };
};
