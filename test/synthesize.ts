import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..");

/** What `npm run synth` writes, in a folder of the test's own. */
export interface Synthesized {
  readonly outDir: string;
  remove(): void;
}

/**
 * Synthesizes every environment as its user would, with `main.ts` in a process of its own.
 * @throws Error with what it printed, when it fails
 */
export function synthesize(): Synthesized {
  const outDir = mkdtempSync(join(tmpdir(), "weir-synth-"));
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outDir },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the synthesis failed:\n${stderr}`);
  return { outDir, remove: () => rmSync(outDir, { recursive: true, force: true }) };
}
