import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { realClock } from "../local/clock";
import { createDynamoDb } from "../local/dynamodb/dynamodb";
import { realRandom } from "../local/random";
import { createS3 } from "../local/s3/s3";
import { type Endpoint, startEndpoint } from "../local/server/endpoint";
import { snsService } from "../local/sns/service";
import { Sns } from "../local/sns/sns";
import { createSqs } from "../local/sqs/sqs";
import { createSts } from "../local/sts/sts";
import { clientEnvironment } from "./client-environment";
import { describeWith } from "./requirements";

const run = promisify(execFile);
const account = { accountId: "000000000000", region: "us-east-1" };
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

describeWith("python", "an operator with the AWS CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-operators-"));
  const reported: string[] = [];
  const closing: (() => Promise<void>)[] = [];
  let endpoint: Endpoint;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const injected = { clock: realClock, random: realRandom };
    const { sendMessage, service: sqsService } = createSqs(account);
    const notice = (line: string) => reported.push(line);
    const sns = new Sns({ ...injected, ...account, fetch, sendMessage, endpointUrl: () => endpoint.url, notice });
    const dynamodb = createDynamoDb({ ...account, clock: realClock });
    const s3 = await createS3({ clock: realClock, root: join(folder, "s3") });
    const services = [sqsService, snsService(sns), createSts(injected), dynamodb.service, s3.service];
    endpoint = await startEndpoint({ ...account, port: 0, services, logError: notice });
    env = clientEnvironment(folder, endpoint.url, account.region);
    closing.push(() => sns.close(), endpoint.close, dynamodb.close, s3.close);
  });
  afterAll(async () => {
    for (const close of closing) await close();
    rmSync(folder, { recursive: true });
  });

  it("gets what the page on operating locally says", async () => {
    // In one shell, whose variables and functions the commands after use; a mark before each tells whose output it is.
    const script = commands.flatMap(({ command }, position) => [`echo "@@${position}"`, command]);
    const local = script.join("\n").replaceAll("http://127.0.0.1:4566", endpoint.url);
    const shell = spawn("bash", ["-eu"], { env });
    const [output, errors] = [shell.stdout, shell.stderr].map((stream) => stream.setEncoding("utf8").toArray());
    shell.stdin.end(local);
    await once(shell, "close");
    expect(((await errors) ?? []).join("")).toBe("");
    const printed = ((await output) ?? [])
      .join("")
      .split(/^@@\d+\n/m)
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
