import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

const root = join(__dirname, "..");

/** Where CDKTF writes, and what is then run. */
export const outDir = resolve(process.env["CDKTF_OUTDIR"] ?? join(root, "cdktf.out"));

/**
 * Synthesizes every environment into {@link outDir}, in a process of its own: what runs locally is what would be deployed.
 * @param signal ends it
 * @throws Error with what the synthesis printed, when it fails, or that it was interrupted
 */
export async function synthesize(signal: AbortSignal): Promise<void> {
  await mkdir(outDir, { recursive: true });
  // Written aside and renamed: another command of this checkout may be reading the files. Beside the folder, and not in
  // it, since paths that lead out of a stack's folder must lead to the same place from where it is then.
  const aside = await mkdtemp(`${outDir}.synth-`);
  try {
    await runApp(aside, signal);
    await publish(aside);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Puts each file in its place, the manifest, which names the others, last. */
async function publish(aside: string): Promise<void> {
  const entries = await readdir(aside, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(aside, join(entry.parentPath, entry.name)));
  const isManifest = (file: string) => Number(file === "manifest.json");
  for (const file of files.sort((a, b) => isManifest(a) - isManifest(b))) {
    await mkdir(dirname(join(outDir, file)), { recursive: true });
    await rename(join(aside, file), join(outDir, file));
  }
}

function runApp(into: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: into },
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
