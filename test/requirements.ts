import { execFileSync } from "node:child_process";
import { initProvider } from "./terraform";

/** What some suites need beside Node; a probe throws where it is not to be had. */
const probes = {
  terraform: () => initProvider(),
  python: () => execFileSync("python3", ["-c", "import boto3"], { stdio: "pipe" }),
  java: () => execFileSync("java", ["-version"], { stdio: "pipe" }),
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
  it(`${title}: left out, for want of ${tool}`, () => {
    const verdict = `${title}: left out, for want of ${tool}: ${problem}`;
    if (required) throw new Error(`${verdict}\nWEIR_REQUIRE asks for ${tool}.`);
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
