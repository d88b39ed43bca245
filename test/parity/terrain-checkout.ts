import { execFileSync } from "node:child_process";
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { ScratchCheckout } from "../lifecycle/scratch-checkout";

const guide = "docs/guides/cdk-terrain.md";

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
  const checkout = new ScratchCheckout();
  const { folder } = checkout;
  try {
    // A link to this checkout's packages, which npm would follow and change.
    unlinkSync(join(folder, "node_modules"));
    const [, steps] = /```sh\n(.*?)```/s.exec(checkout.read(guide)) ?? [];
    if (!steps) throw new Error(`${guide} has no shell block that says how to move`);
    const outDir = join(folder, "cdktf.out");
    const env = { ...process.env, CDKTF_OUTDIR: outDir };
    execFileSync("sh", ["-e", "-c", steps], { cwd: folder, env, stdio: "pipe" });
    return { folder, outDir, remove: () => checkout.remove() };
  } catch (error) {
    checkout.remove();
    throw error;
  }
}
