import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median } from "../median";

const barSeconds = 4;

/** Times the synthesis of all environments, bundles included, in fresh processes. */
export async function run(): Promise<void> {
  const seconds = Array.from({ length: 5 }, synthesize);
  console.table({
    "npx tsx main.ts, three environments (s, median of 5)": {
      measured: median(seconds).toFixed(2),
      bar: `≤ ${barSeconds}`,
    },
  });
}

function synthesize(): number {
  const started = performance.now();
  const child = spawnSync("npx", ["tsx", "main.ts"], { cwd: join(__dirname, "../.."), encoding: "utf8" });
  if (child.status !== 0) throw new Error(`the synthesis failed:\n${child.stderr}`);
  return (performance.now() - started) / 1000;
}
