import { execFileSync } from "node:child_process";

/** What some suites need beside Node, and the command that shows it is there. */
const tools = {
  terraform: ["terraform", "version"],
  python: ["python3", "-c", "import boto3"],
  java: ["java", "-version"],
} as const;

/** A tool that some suites need beside Node. */
export type Tool = keyof typeof tools;

/**
 * A suite that runs where `tool` is found. Where it is not, the suite is left out by name — or fails, when WEIR_REQUIRE
 * (a list with commas) asks for the tool.
 */
export function describeWith(tool: Tool, title: string, body: () => void): void {
  if (isFound(tool)) {
    describe(title, body);
    return;
  }
  const required = (process.env["WEIR_REQUIRE"] ?? "").split(",").includes(tool);
  const verdict = `${title}: left out, for ${tools[tool].join(" ")} did not work here`;
  it(verdict, () => {
    if (required) throw new Error(`${verdict}, and WEIR_REQUIRE asks for ${tool}`);
    process.stderr.write(`${verdict}\n`);
  });
}

function isFound(tool: Tool): boolean {
  const [command, ...args] = tools[tool];
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch (error) {
    // ENOENT: not on the PATH. A status: it is there, and does not do what is needed.
    if (error instanceof Error && ("status" in error || "code" in error)) return false;
    throw error;
  }
}
