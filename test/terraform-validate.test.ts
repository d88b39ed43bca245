import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { environmentNames } from "../environments";
import { describeWith } from "./requirements";
import { initProvider } from "./terraform";

const run = promisify(execFile);
const root = join(__dirname, "..");

interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly severity: string; readonly summary: string; readonly detail: string }[];
}

describeWith("terraform", "terraform validate with the real AWS provider", () => {
  const stackNames = ["foundation", "storage", "streaming", "processing"];
  const stacks = environmentNames.flatMap((name) => stackNames.map((stack) => `${name}-${stack}`));
  const validations = new Map<string, Validation>();
  const outdir = mkdtempSync(join(tmpdir(), "weir-validate-"));

  beforeAll(async () => {
    await run(process.execPath, [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "main.ts")], {
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    const queue = readdirSync(join(outdir, "stacks"));
    const worker = async () => {
      for (let stack = queue.pop(); stack !== undefined; stack = queue.pop()) {
        validations.set(stack, await validate(join(outdir, "stacks", stack)));
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
  }, 300_000);

  afterAll(() => rmSync(outdir, { recursive: true }));

  it("covers every stack that is synthesized", () => {
    expect([...validations.keys()].sort()).toEqual([...stacks].sort());
  });

  it.each(stacks)("accepts %s without a warning", (stack) => {
    expect(validations.get(stack)).toMatchObject({ valid: true, diagnostics: [] });
  });
});

async function validate(folder: string): Promise<Validation> {
  const { dataDir, lockFile } = initProvider();
  copyFileSync(lockFile, join(folder, ".terraform.lock.hcl"));
  const env = { ...process.env, TF_DATA_DIR: dataDir };
  // A refusal is status 1, with the reasons on standard output all the same.
  const { stdout } = await run("terraform", ["validate", "-json"], { cwd: folder, env }).catch((error: unknown) => {
    if (error instanceof Error && "stdout" in error && error.stdout) return { stdout: String(error.stdout) };
    throw error;
  });
  return JSON.parse(stdout) as Validation;
}
