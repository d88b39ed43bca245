import { join } from "node:path";
import { build } from "esbuild";

let code: Promise<string> | undefined;

/** The worker's program as plain JavaScript: bundled once a process, in memory. */
export function workerCode(): Promise<string> {
  code ??= bundleWorker();
  return code;
}

async function bundleWorker(): Promise<string> {
  const result = await build({
    entryPoints: [join(__dirname, "worker.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error("esbuild made no output for local/lambda/worker.ts; reinstall with `npm ci`");
  return output.text;
}
