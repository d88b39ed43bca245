import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** Where CDKTF writes, and what is then run. */
export const outDir = process.env["CDKTF_OUTDIR"] ?? join(root, "cdktf.out");

/**
 * Synthesizes every environment into {@link outDir}, in a process of its own: what runs locally is what would be deployed.
 * @param signal ends it
 * @throws Error with what the synthesis printed, when it fails, or that it was interrupted
 */
export function synthesize(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: outDir },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    let printed = "";
    const keep = (chunk: Buffer) => {
      printed += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => {
      if (error.name !== "AbortError") reject(error);
    });
    // A terminal's Ctrl-C ends the child as well, and what it printed until then says nothing.
    child.on("close", (code) => {
      if (code === 0) resolve();
      else if (signal.aborted) reject(new Error("interrupted before the environments were synthesized"));
      else reject(new Error(`the environments can't be synthesized:\n${printed.trim()}`));
    });
  });
}
