import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { unzipSync } from "fflate";

/**
 * Unpacks a function's deployment package to `<folder>/<hash of the package>`, once for the same package.
 *
 * @returns the absolute folder, Lambda's `/var/task`
 * @throws Error naming the package and the fix when it is missing or not a zip
 */
export async function unpackCode(functionName: string, zipPath: string, folder: string): Promise<string> {
  const zip = await readPackage(functionName, zipPath);
  const taskRoot = resolve(folder, createHash("sha256").update(zip).digest("hex").slice(0, 16));
  if (existsSync(taskRoot)) return taskRoot;
  // Renamed into place when whole, so that a run that was interrupted leaves no half-unpacked code behind.
  const partial = `${taskRoot}.partial-${process.pid}`;
  for (const [name, bytes] of Object.entries(unzip(functionName, zipPath, zip))) {
    const path = resolve(partial, name);
    if (!path.startsWith(partial + sep)) {
      throw new Error(`Function ${functionName}: the entry "${name}" of ${zipPath} points outside the package`);
    }
    if (name.endsWith("/")) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  await rename(partial, taskRoot);
  return taskRoot;
}

async function readPackage(functionName: string, zipPath: string): Promise<Buffer> {
  try {
    return await readFile(zipPath);
  } catch (error) {
    throw new Error(`Function ${functionName}: can't read its code at ${zipPath}; run \`npm run synth\` to build it`, {
      cause: error,
    });
  }
}

function unzip(functionName: string, zipPath: string, zip: Uint8Array): Record<string, Uint8Array> {
  try {
    const entries = unzipSync(zip);
    if (Object.keys(entries).length > 0) return entries;
  } catch (error) {
    throw new Error(`Function ${functionName}: ${zipPath} is not a zip file; run \`npm run synth\` to build it again`, {
      cause: error,
    });
  }
  throw new Error(`Function ${functionName}: ${zipPath} is empty; run \`npm run synth\` to build it again`);
}
