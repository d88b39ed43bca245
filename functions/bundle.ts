import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { type Zippable, zipSync } from "fflate";
import { listFunctions } from "./folders";

/** A function's zip, ready for Lambda. */
export interface Bundle {
  /** Absolute path of the zip. */
  readonly zipPath: string;
  /** SHA-256 of the zip, base64: what Terraform calls `source_code_hash`. */
  readonly sha256Base64: string;
  readonly zippedBytes: number;
}

const root = join(__dirname, "..");

/** Three environments of one synth share a function's code: it is bundled once a process. */
const bundles = new Map<string, Promise<Bundle>>();

/**
 * Bundles `functions/<code>/index.ts`, AWS SDK included, to `dist/functions/<code>.zip` (`index.js`, `index.js.map`).
 * The same sources and dependencies give the same bytes on any machine and from any checkout folder.
 * @throws Error when there is no such function, naming those there are; esbuild's error when it does not compile
 */
export function bundleFunction(code: string): Promise<Bundle> {
  const known = bundles.get(code);
  if (known) return known;
  const bundle = makeBundle(code);
  bundles.set(code, bundle);
  return bundle;
}

async function makeBundle(code: string): Promise<Bundle> {
  const names = await listFunctions();
  if (!names.includes(code)) {
    throw new Error(`functions/ has no function "${code}" (a folder with an index.ts); there are: ${names.join(", ")}`);
  }
  const zip = zipSync(deterministic(await compile(`functions/${code}/index.ts`)), { level: 9 });
  const folder = join(root, "dist", "functions");
  const zipPath = join(folder, `${code}.zip`);
  await mkdir(folder, { recursive: true });
  // Written aside and renamed, so that whoever reads the zip meanwhile gets a whole one.
  const partPath = `${zipPath}.${process.pid}`;
  await writeFile(partPath, zip);
  await rename(partPath, zipPath);
  return { zipPath, sha256Base64: createHash("sha256").update(zip).digest("base64"), zippedBytes: zip.length };
}

/**
 * Compiles a TypeScript file and all that it imports as functions are compiled: `index.js` and `index.js.map`.
 * @param entryPoint path from the root of the checkout
 * @param plugins what is to be compiled otherwise than it is deployed, for a benchmark
 */
export async function compile(entryPoint: string, plugins: Plugin[] = []): Promise<Record<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    // In the root, so that the map names `functions/…` and not a path that depends on the output's place.
    outfile: "index.js",
    write: false,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // The SDK's ES modules can be tree-shaken, its CommonJS can't: 340 KB of 720.
    mainFields: ["module", "main"],
    sourcemap: "linked",
    sourcesContent: false,
    // Paths stay inside the checkout even where node_modules is a link.
    preserveSymlinks: true,
    legalComments: "none",
    logLevel: "silent",
    plugins,
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [relative(root, path), contents]));
}

/** Sorted, and with a fixed time and mode: what else goes into a zip depends on the machine. */
function deterministic(files: Record<string, Uint8Array>): Zippable {
  // A zip holds local time, so the fixed time is local too. Lambda's user must be able to read the files.
  const attributes = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 };
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, bytes]) => [name, [bytes, attributes]]));
}

async function main(): Promise<void> {
  for (const code of await listFunctions()) {
    const { zippedBytes, sha256Base64, zipPath } = await bundleFunction(code);
    const kilobytes = `${(zippedBytes / 1024).toFixed(1)} KB`;
    console.log(`${code.padEnd(20)} ${kilobytes.padStart(10)}  ${sha256Base64}  ${relative(root, zipPath)}`);
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
