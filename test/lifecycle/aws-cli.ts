import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cleanEnvironment } from "./clean-environment";

const run = promisify(execFile);

/**
 * Calls AWS as a person at a terminal does.
 * @param command such as `kinesis list-streams`
 * @param options by their names without hyphens before them; what is no text as JSON
 * @returns what it answers; undefined where it says nothing
 */
export async function callAws(
  endpoint: string,
  command: string,
  options: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const env = { ...cleanEnvironment(), AWS_ENDPOINT_URL: endpoint, AWS_DEFAULT_REGION: "us-east-1" };
  const args = Object.entries(options).flatMap(([name, value]) => {
    return [`--${name}`, typeof value === "string" ? value : JSON.stringify(value)];
  });
  const { stdout } = await run("aws", [...command.split(" "), ...args, "--output", "json"], { env });
  return stdout === "" ? undefined : JSON.parse(stdout);
}
