import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** A file of the page. */
export interface Asset {
  /** Its content type. */
  readonly type: string;
  readonly content: Uint8Array;
}

const folder = join(__dirname, "browser");

let assets: Promise<ReadonlyMap<string, Asset>> | undefined;

/** The page's files by path: bundled once a process, in memory. */
export function pageAssets(): Promise<ReadonlyMap<string, Asset>> {
  assets ??= bundle();
  return assets;
}

async function bundle(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: ["apply-theme.ts", "page.ts", "page.css"].map((name) => join(folder, name)),
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
  });
  const bundled = outputFiles.map(({ path, contents }): [string, Asset] => [
    `/_weir/assets/${basename(path)}`,
    { type: path.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8", content: contents },
  ]);
  return new Map([
    ["/_weir/", { type: "text/html; charset=utf-8", content: await readFile(join(folder, "index.html")) }],
    ["/_weir/assets/icon.svg", { type: "image/svg+xml", content: await readFile(join(folder, "icon.svg")) }],
    ...bundled,
  ]);
}
