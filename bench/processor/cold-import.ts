import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "../../functions/bundle";
import { median } from "../median";

const rounds = 15;

/** Milliseconds that a fresh process takes to load each file, bundled as functions are: medians, taken in turns. */
export async function coldImportMs<Name extends string>(
  entryPoints: Readonly<Record<Name, string>>,
  env: Readonly<Record<string, string>>,
): Promise<Record<Name, number>> {
  const folder = mkdtempSync(join(tmpdir(), "cold-import-"));
  const names = Object.keys(entryPoints) as Name[];
  for (const name of names) {
    const { "index.js": code } = await compile(entryPoints[name]);
    writeFileSync(join(folder, `${name}.js`), code ?? "");
  }
  const timings = Array.from({ length: rounds }, () => names.map((name) => importMs(join(folder, `${name}.js`), env)));
  rmSync(folder, { recursive: true });
  const medians = names.map((name, i) => [name, median(timings.map((round) => round[i] ?? Number.NaN))]);
  return Object.fromEntries(medians);
}

function importMs(file: string, env: Readonly<Record<string, string>>): number {
  const script = `const started = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - started);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file} could not be loaded:\n${stderr}`);
  return Number(stdout);
}
