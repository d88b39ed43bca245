import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LocalAws, startLocal } from "../local";
import { clientEnvironment } from "./client-environment";
import { describeWith } from "./requirements";

const run = promisify(execFile);
const page = readFileSync(join(__dirname, "../docs/guides/operate-locally.md"), "utf8");

/** The commands of the page's shell blocks; what a comment behind one says, it prints. */
const commands = [...page.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = ""]) =>
    block
      .replace(/\\\n\s*/g, "")
      .trim()
      .split("\n"),
  )
  .map((line) => {
    const [command = "", expected] = line.split(/ {3}# /);
    return { command, expected };
  });

/** Writes an environment without resources, as CDKTF would. */
function synthesizeNothing(outDir: string): void {
  const folder = "stacks/dev-streaming";
  mkdirSync(join(outDir, folder), { recursive: true });
  const stack = { name: "dev-streaming", dependencies: [], workingDirectory: folder };
  const stacks = { "dev-streaming": { ...stack, synthesizedStackPath: `${folder}/cdk.tf.json` } };
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify({ stacks }));
  writeFileSync(join(outDir, folder, "cdk.tf.json"), JSON.stringify({ provider: { aws: [{ region: "us-east-1" }] } }));
}

describeWith("python", "an operator with the AWS CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-operators-"));
  const reported: string[] = [];
  let local: LocalAws;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const outDir = join(folder, "cdktf.out");
    synthesizeNothing(outDir);
    const notice = (line: string) => reported.push(line);
    const dataDir = join(folder, "data");
    local = await startLocal({ environment: "dev", outDir, dataDir, keep: false, port: 0, notice });
    env = clientEnvironment(folder, local.url, local.region);
  });
  afterAll(async () => {
    await local.close();
    rmSync(folder, { recursive: true });
  });

  it("gets what the page on operating locally says", async () => {
    // In one shell, whose variables and functions the commands after use; a mark before each tells whose output it is.
    const script = commands.flatMap(({ command }, position) => [`printf '\\n@@${position}\\n'`, command]);
    const here = script.join("\n").replaceAll("http://127.0.0.1:4566", local.url);
    const shell = spawn("bash", ["-eu"], { env, cwd: folder });
    const [output, errors] = [shell.stdout, shell.stderr].map((stream) => stream.setEncoding("utf8").toArray());
    shell.stdin.end(here);
    await once(shell, "close");
    expect(((await errors) ?? []).join("")).toBe("");
    const printed = ((await output) ?? [])
      .join("")
      .split(/\n@@\d+\n/)
      .slice(1);
    const told = commands.map(({ command }, position) => [command, printed[position]?.trim().replace(/\s+/g, " ")]);
    expect(told).toEqual(commands.map(({ command, expected }) => [command, expected ?? ""]));
    expect(commands.filter(({ expected }) => expected !== undefined).length).toBeGreaterThan(20);
    expect(reported).toEqual([]);
  }, 300_000);

  it.each([
    [
      ["dynamodb", "execute-statement", "--statement", "any"],
      "UnknownOperationException",
      "ExecuteStatement of dynamodb",
    ],
    [["sns", "list-platform-applications"], "InvalidAction", "ListPlatformApplications of sns"],
    [
      ["sts", "get-access-key-info", "--access-key-id", "AKIAIOSFODNN7EXAMPLE"],
      "InvalidAction",
      "GetAccessKeyInfo of sts",
    ],
    [["s3api", "get-bucket-policy", "--bucket", "any"], "NotImplemented", "bucket GET ?policy of s3"],
  ])(
    "is told what is not there, and so is who runs it: aws %j",
    async (args, code, what) => {
      reported.length = 0;
      await expect(run("aws", args, { env })).rejects.toMatchObject({ stderr: expect.stringContaining(`(${code})`) });
      expect(reported).toEqual([`${what} is not part of the local AWS.`]);
    },
    60_000,
  );
});
