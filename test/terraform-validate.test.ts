import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNames } from "../environments";
import { parseEnvironment } from "../environments/parse-environment";
import { environmentInput } from "./environment-input";
import { everyDestination } from "./every-destination";
import { describeWith } from "./requirements";
import { type Synthesized, synthesize } from "./synthesize";
import { templatesOf } from "./templates-of";

interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

describeWith("terraform", "terraform init and validate with the real AWS provider", () => {
  const stackNames = ["foundation", "storage", "streaming", "processing", "delivery"];
  const ours = environmentNames.flatMap((name) => stackNames.map((stack) => `${name}-${stack}`));
  /** Beside the stacks of our own environments, deliveries in all the ways that these need not have. */
  const stacks = [...ours, "every-destination"];
  let synthesized: Synthesized;
  let diagnostics: Diagnostic[];

  beforeAll(() => {
    synthesized = synthesize();
    const cwd = synthesized.outDir;
    const { delivery } = templatesOf(parseEnvironment("environment", environmentInput(everyDestination)));
    mkdirSync(join(cwd, "stacks", "every-destination"));
    writeFileSync(join(cwd, "stacks", "every-destination", "cdk.tf.json"), JSON.stringify(delivery));
    // Each stack as a module of one configuration: the provider takes two seconds to start, and now does so once.
    const modules = readdirSync(join(cwd, "stacks")).map((stack) => [stack, { source: `./stacks/${stack}` }]);
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ module: Object.fromEntries(modules) }));
    execFileSync("terraform", ["init", "-input=false", "-no-color"], { cwd, stdio: "pipe" });
    const { stdout, stderr } = spawnSync("terraform", ["validate", "-json"], { cwd, encoding: "utf8" });
    if (!stdout) throw new Error(`terraform validate said nothing, but: ${stderr}`);
    // A backend inside a module has no effect, of which Terraform warns: here it needs none.
    diagnostics = (JSON.parse(stdout).diagnostics as Diagnostic[]).filter(
      ({ summary }) => summary !== "Backend configuration ignored",
    );
  }, 300_000);

  afterAll(() => synthesized.remove());

  it("covers every stack that is synthesized", () => {
    expect(readdirSync(join(synthesized.outDir, "stacks")).sort()).toEqual([...stacks].sort());
  });

  it.each(stacks)("accepts %s without a warning", (stack) => {
    expect(diagnostics.filter(({ range }) => range?.filename.startsWith(`stacks/${stack}/`))).toEqual([]);
  });

  it("has nothing to say of them together", () => {
    expect(diagnostics).toEqual([]);
  });
});
