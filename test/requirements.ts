import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFlinkRuntime } from "../local/flink/flink-runtime";
import { chromiumPath } from "./chromium";
import { javaClasspath } from "./java/classpath";

/** What some suites need beside Node; a probe throws where it is not to be had. */
const probes = {
  terraform: initProvider,
  tofu: () => execFileSync("tofu", ["version"], { stdio: "pipe" }),
  python: () => execFileSync("python3", ["-c", "import boto3, pyarrow"], { stdio: "pipe" }),
  java: findJava,
  flink: findFlink,
  jq: () => execFileSync("jq", ["--version"], { stdio: "pipe" }),
  chromium: () => execFileSync(chromiumPath(), ["--version"], { stdio: "pipe" }),
};

/** A tool that some suites need beside Node. */
export type Tool = keyof typeof probes;

/**
 * A suite that runs where `tools` are found. Where one is not, the suite is left out by name — or fails, when WEIR_REQUIRE
 * (a list with commas) asks for it.
 */
export function describeWith(tools: Tool | readonly Tool[], title: string, body: () => void): void {
  const problems = [tools].flat().flatMap((tool) => problemWith(tool) ?? []);
  if (problems.length === 0) {
    describe(title, body);
    return;
  }
  const required = (process.env["WEIR_REQUIRE"] ?? "").split(",");
  const verdict = `${title}: left out, for want of ${problems.map(({ tool }) => tool).join(" and ")}`;
  it(verdict, () => {
    for (const { tool, message } of problems) {
      if (required.includes(tool)) throw new Error(`${verdict}, which WEIR_REQUIRE asks for: ${message}`);
    }
    process.stderr.write(`${verdict}\n`);
  });
}

function problemWith(tool: Tool): { tool: Tool; message: string } | undefined {
  try {
    probes[tool]();
    return undefined;
  } catch (error) {
    return { tool, message: error instanceof Error ? error.message : String(error) };
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

/** Java without the clients that the programs in java/ are written for, and without Maven to get them, can run nothing. */
function findJava(): void {
  execFileSync("java", ["-version"], { stdio: "pipe" });
  javaClasspath();
}

/** What `npm run build:flink:local` builds, and a Java that runs it. */
function findFlink(): void {
  const runtime = findFlinkRuntime(process.env);
  if ("missing" in runtime) throw new Error(runtime.missing);
}
