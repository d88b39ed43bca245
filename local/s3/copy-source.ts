import type { IncomingHttpHeaders } from "node:http";
import { invalidArgument } from "./s3-error";
import { header, type S3Request } from "./s3-request";

/** The object that `x-amz-copy-source` names: `/bucket/key` or `bucket/key`, percent-encoded. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  /** What the source must be for the copy to happen: the `x-amz-copy-source-if-…` headers, by GetObject's names. */
  readonly conditions: IncomingHttpHeaders;
}

const conditionPrefix = "x-amz-copy-source-";

/** @throws S3Error `InvalidArgument` */
export function copySource({ headers }: S3Request): CopySource {
  const value = header(headers, "x-amz-copy-source") ?? "";
  const path = /^\/?([^/]+)\/([^?]+)/.exec(value);
  const [, bucket = "", key = ""] = path ?? [];
  const prefixed = Object.entries(headers).filter(([name]) => name.startsWith(`${conditionPrefix}if-`));
  const conditions = Object.fromEntries(prefixed.map(([name, value]) => [name.slice(conditionPrefix.length), value]));
  try {
    if (path) return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key), conditions };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  const message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
  throw invalidArgument(message, "x-amz-copy-source", value);
}
