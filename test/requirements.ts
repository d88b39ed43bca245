import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What some suites need beside Node; a probe throws where it is not to be had. */
const probes = {
  terraform: initProvider,
  python: () => execFileSync("python3", ["-c", "import boto3, pyarrow"], { stdio: "pipe" }),
  java: () => execFileSync("java", ["-version"], { stdio: "pipe" }),
  jq: () => execFileSync("jq", ["--version"], { stdio: "pipe" }),
};

/** A tool that some suites need beside Node. */
export type Tool = keyof typeof probes;

/**
 * A suite that runs where `tool` is found. Where it is not, the suite is left out by name — or fails, when WEIR_REQUIRE
 * (a list with commas) asks for the tool.
 */
export function describeWith(tool: Tool, title: string, body: () => void): void {
  const problem = problemWith(tool);
  if (problem === undefined) {
    describe(title, body);
    return;
  }
  const required = (process.env["WEIR_REQUIRE"] ?? "").split(",").includes(tool);
  const verdict = `${title}: left out, for want of ${tool}`;
  it(verdict, () => {
    if (required) throw new Error(`${verdict}, which WEIR_REQUIRE asks for: ${problem}`);
    process.stderr.write(`${verdict}\n`);
  });
}

function problemWith(tool: Tool): string | undefined {
  try {
    probes[tool]();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Terraform without the AWS provider, and without a way to get it, can check nothing. */
function initProvider(): void {
  const folder = mkdtempSync(join(tmpdir(), "weir-terraform-"));
  try {
    const terraform = { required_providers: { aws: { source: "aws", version: ">= 5.100.0, < 7.0.0" } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform }));
    execFileSync("terraform", ["init", "-backend=false", "-input=false", "-no-color"], { cwd: folder, stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
