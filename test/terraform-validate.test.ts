import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames } from "../environments";
import { describeWith } from "./requirements";

const root = join(__dirname, "..");

interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

describeWith("terraform", "terraform init and validate with the real AWS provider", () => {
  const stackNames = ["foundation", "storage", "streaming", "processing"];
  const stacks = environmentNames.flatMap((name) => stackNames.map((stack) => `${name}-${stack}`));
  const folder = mkdtempSync(join(tmpdir(), "weir-validate-"));
  let diagnostics: Diagnostic[];

  beforeAll(() => {
    const env = { ...process.env, CDKTF_OUTDIR: join(folder, "out") };
    execFileSync(process.execPath, [join(root, "node_modules/tsx/dist/cli.mjs"), "main.ts"], { cwd: root, env });
    // Each stack as a module of one configuration: the provider takes two seconds to start, and now does so once.
    const modules = readdirSync(join(folder, "out", "stacks")).map((stack) => [
      stack,
      { source: `./out/stacks/${stack}` },
    ]);
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ module: Object.fromEntries(modules) }));
    execFileSync("terraform", ["init", "-input=false"], { cwd: folder, stdio: "pipe" });
    const { stdout, stderr } = spawnSync("terraform", ["validate", "-json"], { cwd: folder, encoding: "utf8" });
    if (!stdout) throw new Error(`terraform validate said nothing, but: ${stderr}`);
    // A backend inside a module has no effect, of which Terraform warns: here it needs none.
    diagnostics = (JSON.parse(stdout).diagnostics as Diagnostic[]).filter(
      ({ summary }) => summary !== "Backend configuration ignored",
    );
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it("covers every stack that is synthesized", () => {
    expect(readdirSync(join(folder, "out", "stacks")).sort()).toEqual([...stacks].sort());
  });

  it.each(stacks)("accepts %s without a warning", (stack) => {
    expect(diagnostics.filter(({ range }) => range?.filename.startsWith(`out/stacks/${stack}/`))).toEqual([]);
  });

  it("has nothing to say of them together", () => {
    expect(diagnostics).toEqual([]);
  });
});
