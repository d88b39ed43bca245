import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Environment } from "../environments";
import { bundleFunction } from "../functions/bundle";
import { addStacks } from "../stacks/add-stacks";
import { codesOf } from "../stacks/function-codes";
import type { Synthesized } from "./synthesize";

/** What synth would write for an environment that is in no file: its real functions, and a stand-in for the jobs' jar. */
export async function synthesizeEnvironment(environment: Environment): Promise<Synthesized> {
  const outDir = mkdtempSync(join(tmpdir(), "weir-synth-"));
  const bundling = codesOf(environment).map(async (folder) => [folder, await bundleFunction(folder)] as const);
  const codes = new Map(await Promise.all(bundling));
  const app = new App({ outdir: outDir, stackTraces: false });
  addStacks(app, environment, codes, { path: __filename, sourcesHash: "0123456789abcdef" });
  app.synth();
  return { outDir, remove: () => rmSync(outDir, { recursive: true, force: true }) };
}
