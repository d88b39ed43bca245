import { createHash } from "node:crypto";
import { lstat, mkdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";

const maxSegmentBytes = 255;

/**
 * Finds where a new object's file may lie, and makes the folders above it: `<bucket>/<key>`, or aside under
 * `.metadata/` if the key can't be a path (`a//b`, `..`), or if that path is taken: by the folder of other keys
 * (`a` beside `a/b`), or, where the file system does not tell case apart, by another spelling.
 * @returns the path relative to the root
 */
export async function freePath(root: string, bucket: string, key: string): Promise<string> {
  const plain = join(bucket, key);
  if (canBePath(key) && (await makeFolder(join(root, dirname(plain)))) && !(await exists(join(root, plain)))) {
    return plain;
  }
  const aside = join(".metadata", "aside", bucket, createHash("sha256").update(key).digest("hex"));
  await mkdir(join(root, dirname(aside)), { recursive: true });
  return aside;
}

/** Removes an object's file, and the folders that it leaves empty up to its bucket's own. */
export async function removeFile(root: string, path: string): Promise<void> {
  await rm(join(root, path), { force: true });
  for (let folder = dirname(path); dirname(folder) !== "."; folder = dirname(folder)) {
    try {
      await rmdir(join(root, folder));
    } catch (error) {
      if (codeOf(error) === "ENOTEMPTY") return;
      // A person may have tidied the folders away.
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
}

function canBePath(key: string): boolean {
  return key.split("/").every((segment) => {
    const isName = segment !== "" && segment !== "." && segment !== ".." && !/[\p{Cc}\\]/u.test(segment);
    return isName && Buffer.byteLength(segment) <= maxSegmentBytes;
  });
}

/** False when a file stands in the way. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { recursive: true });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOTDIR") return false;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
