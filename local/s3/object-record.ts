import type { Checksum } from "./checksum";
import { noSuchKey, preconditionFailed } from "./s3-error";

/** What is known of an object beside its bytes. */
export interface ObjectRecord {
  /** Without its quotes. */
  readonly etag: string;
  readonly size: number;
  readonly lastModifiedMs: number;
  /** What the client gave with it and gets back: `content-type`, `cache-control`, `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Where its bytes are, relative to the store's root. */
  readonly path: string;
}

/** What a write needs to find for it to happen. */
export interface WriteCondition {
  /** No object may be there. */
  readonly ifNoneMatch?: "*";
  /** An object with this ETag must be there, or with `*` any object. */
  readonly ifMatch?: string;
}

/**
 * Holds a condition against what is there.
 * @throws S3Error `PreconditionFailed`; `NoSuchKey` when an object is asked for and there is none
 */
export function checkCondition(condition: WriteCondition, key: string, current: ObjectRecord | undefined): void {
  if (condition.ifNoneMatch === "*" && current) throw preconditionFailed("If-None-Match");
  if (condition.ifMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (condition.ifMatch !== "*" && condition.ifMatch !== current.etag) throw preconditionFailed("If-Match");
}
