import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { clientEnvironment } from "../../test/client-environment";
import { describeWith } from "../../test/requirements";
import { account, packageOf, Role, type StartedLambda, startLambda } from "./lambda-fixture";

const run = promisify(execFile);

describeWith("python", "Lambda by the AWS CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-lambda-cli-"));
  let lambda: StartedLambda;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    lambda = await startLambda();
    env = clientEnvironment(folder, lambda.endpoint.url, account.region);
  });

  afterAll(async () => {
    await lambda.close();
    rmSync(folder, { recursive: true });
  });

  /** What `aws lambda …` prints, parsed. */
  async function aws(...args: string[]) {
    const { stdout } = await run("aws", ["lambda", ...args, "--output", "json"], { env });
    return stdout === "" ? undefined : JSON.parse(stdout);
  }

  it("is a function made, invoked, mapped to a stream and deleted", async () => {
    const zip = join(folder, "f.zip");
    writeFileSync(zip, packageOf(`exports.handler = async (event) => { console.log("ran"); return event.a + 1; };`));
    const code = ["--zip-file", `fileb://${zip}`, "--runtime", "nodejs22.x", "--handler", "index.handler"];
    expect(await aws("create-function", "--function-name", "f", "--role", Role, ...code)).toMatchObject({
      State: "Active",
    });
    const answer = join(folder, "answer.json");
    const payload = ["--payload", `{"a":1}`, "--log-type", "Tail", answer];
    const invoked = await aws("invoke", "--function-name", "f", ...payload);
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(Buffer.from(invoked.LogResult, "base64").toString()).toMatch(/\tINFO\tran\n/);
    expect(readFileSync(answer, "utf8")).toBe("2");

    const { arn } = lambda.kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    const source = ["--function-name", "f", "--event-source-arn", arn, "--starting-position", "LATEST"];
    const { UUID } = await aws("create-event-source-mapping", ...source);
    const { EventSourceMappings } = await aws("list-event-source-mappings", "--function-name", "f");
    expect(EventSourceMappings).toMatchObject([{ UUID, State: "Enabled", EventSourceArn: arn }]);
    expect(await aws("delete-event-source-mapping", "--uuid", UUID)).toMatchObject({ State: "Deleting" });
    await aws("delete-function", "--function-name", "f");
    await expect(aws("get-function", "--function-name", "f")).rejects.toThrow(
      "An error occurred (ResourceNotFoundException) when calling the GetFunction operation: Function not found: arn:aws",
    );
  }, 60_000);
});
