import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, posix, resolve } from "node:path";
import { unzipSync } from "fflate";
import { AwsError } from "../aws-error";

/** What AWS tells of a deployment package. */
export interface PackageFacts {
  readonly sizeBytes: number;
  /** Base64: `CodeSha256`. */
  readonly sha256: string;
}

/** A deployment package, unpacked. */
export interface FunctionCode extends PackageFacts {
  /** Absolute; Lambda's `/var/task`. */
  readonly taskRoot: string;
  /** The package itself, absolute. */
  readonly zipPath: string;
}

/** Lambda's limit on what a package holds. */
const maxUnzippedBytes = 262_144_000;

/**
 * Measures a package without unpacking it.
 * @throws AwsError `InvalidParameterValueException` when it is no zip, is empty, holds too much, or points out of itself
 */
export function measurePackage(zip: Uint8Array): PackageFacts {
  let unzippedBytes = 0;
  let isInside = true;
  const entries = unzip(zip, ({ name, originalSize }) => {
    unzippedBytes += originalSize;
    isInside &&= posix.join("/package", name).startsWith("/package");
    return originalSize === 0;
  });
  if (unzippedBytes > maxUnzippedBytes) {
    const message = `Unzipped size must be smaller than ${maxUnzippedBytes} bytes`;
    throw new AwsError("InvalidParameterValueException", message);
  }
  if (!isInside || (unzippedBytes === 0 && Object.keys(entries).length === 0)) throw notUnzipped();
  return { sizeBytes: zip.length, sha256: createHash("sha256").update(zip).digest("base64") };
}

/**
 * Keeps a package as `<folder>/<hash>.zip`, and what is in it in `<folder>/<hash>/`: once for the same package.
 * @throws AwsError as `measurePackage`
 */
export async function unpackCode(zip: Uint8Array, folder: string): Promise<FunctionCode> {
  const facts = measurePackage(zip);
  const taskRoot = resolve(folder, Buffer.from(facts.sha256, "base64").toString("hex").slice(0, 16));
  const code = { ...facts, taskRoot, zipPath: `${taskRoot}.zip` };
  if (existsSync(taskRoot)) return code;
  const entries = unzip(zip, ({ name }) => !name.endsWith("/"));
  // Renamed into place when whole, so that a run that was interrupted leaves no half-unpacked code behind.
  const partial = `${taskRoot}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  for (const [name, bytes] of Object.entries(entries)) {
    const path = resolve(partial, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  await writeFile(code.zipPath, zip);
  await rename(partial, taskRoot);
  return code;
}

function unzip(zip: Uint8Array, filter: (file: { name: string; originalSize: number }) => boolean) {
  try {
    return unzipSync(zip, { filter });
  } catch (cause) {
    throw Object.assign(notUnzipped(), { cause });
  }
}

function notUnzipped(): AwsError {
  const message = "Could not unzip uploaded file. Please check your file, then try to upload again.";
  return new AwsError("InvalidParameterValueException", message);
}
