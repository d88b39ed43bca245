import { S3Error } from "./s3-error";

/** Both ends are part of the range. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header for an object of `size` bytes; undefined for the whole of it, which is also the answer to a
 * range that makes no sense and to several ranges at once.
 * @throws S3Error `InvalidRange` when the range begins behind the end
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first < size && first <= last) return { first, last };
  if (from !== "" && to !== "" && Number(to) < first) return undefined;
  throw new S3Error("InvalidRange", "The requested range is not satisfiable", 416, {
    RangeRequested: String(header),
    ActualObjectSize: String(size),
  });
}
