import { readdir } from "node:fs/promises";

/** The folders of `functions/` that hold a function (an `index.ts`), sorted: what a processor's `code` may name. */
export async function listFunctions(): Promise<string[]> {
  const entries = await readdir(__dirname, { recursive: true });
  return entries.flatMap((path) => /^([^/\\]+)[/\\]index\.ts$/.exec(path)?.[1] ?? []).sort();
}
