import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const guide = join(root, "docs/guides/cdk-terrain.md");

/** A copy of this checkout that was moved to CDK Terrain. */
export interface TerrainCheckout {
  readonly folder: string;
  /** What it synthesized. */
  readonly outDir: string;
  remove(): void;
}

/**
 * Copies this checkout and does there what the guide's first shell block says, which ends with the synthesis.
 * @throws Error with what was printed, when a step fails
 */
export function moveToTerrain(): TerrainCheckout {
  const [, steps] = /```sh\n(.*?)```/s.exec(readFileSync(guide, "utf8")) ?? [];
  if (!steps) throw new Error(`${guide} has no shell block that says how to move`);
  const folder = mkdtempSync(join(tmpdir(), "weir-terrain-"));
  const outDir = join(folder, "cdktf.out");
  const remove = () => rmSync(folder, { recursive: true });
  try {
    copyCheckout(folder);
    const env = { ...process.env, CDKTF_OUTDIR: outDir };
    execFileSync("sh", ["-e", "-c", steps], { cwd: folder, env, stdio: "pipe" });
    return { folder, outDir, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Copies what is under version control or could be, changes included, into a repository of its own. */
function copyCheckout(folder: string): void {
  const git = (cwd: string, ...args: string[]) => execFileSync("git", args, { cwd, encoding: "utf8" });
  const listed = git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0");
  for (const file of listed.filter((file) => file !== "" && existsSync(join(root, file)))) {
    cpSync(join(root, file), join(folder, file));
  }
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
}
