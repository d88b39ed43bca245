import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { type LocalPlatform, startPlatform } from "../../test/local-platform";
import { describeWith } from "../../test/requirements";
import { type Synthesized, synthesize } from "../../test/synthesize";

const root = join(__dirname, "../..");
const readme = readFileSync(join(__dirname, "README.md"), "utf8");
const [, createDeliveryStream = ""] =
  /```sh\nexport [^\n]+\n(aws firehose create-delivery-stream .*?)```/s.exec(readme) ?? [];

/** The lines that a process prints, one at a time. */
function linesOf(process: ChildProcess): AsyncIterator<string> {
  if (!process.stdout) throw new Error("its output is not piped");
  return createInterface({ input: process.stdout })[Symbol.asyncIterator]();
}

describeWith("python", "the example of an HTTP endpoint", () => {
  let synthesized: Synthesized;
  let platform: LocalPlatform;
  let receiver: ChildProcess;

  beforeAll(async () => {
    synthesized = synthesize();
    platform = await startPlatform({ environment: "dev", outDir: synthesized.outDir });
    const arguments_ = ["--import", "tsx", join(__dirname, "receiver.ts"), "0"];
    receiver = spawn(process.execPath, arguments_, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  }, 60_000);
  afterAll(async () => {
    receiver.kill();
    await platform.stop();
    synthesized.remove();
  });

  it("gets the events of the data stream through the Firehose stream that its README makes", async () => {
    const lines = linesOf(receiver);
    const [url = ""] = /http:\S+/.exec((await lines.next()).value) ?? [];
    const script = createDeliveryStream.replace("http://127.0.0.1:8080/", url);
    const credentials = { AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any", AWS_DEFAULT_REGION: "us-east-1" };
    const env = { PATH: process.env["PATH"], AWS_ENDPOINT_URL: platform.local.url, ...credentials };
    await promisify(execFile)("sh", ["-c", script], { env });
    const event = { event_id: "1", user_id: "u", event_type: "CLICK" };
    const StreamName = "kinesis-streaming-dev-data-stream";
    const Data = Buffer.from(JSON.stringify(event));
    await platform.kinesis.send(new PutRecordCommand({ StreamName, Data, PartitionKey: "u" }));
    expect(JSON.parse((await lines.next()).value)).toEqual(event);
  });
});
