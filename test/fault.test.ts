import { spawn } from "node:child_process";
import { join } from "node:path";
import { PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { type LocalPlatform, startPlatform } from "./local-platform";
import { type Synthesized, synthesize } from "./synthesize";

const root = join(__dirname, "..");
const StreamName = "kinesis-streaming-dev-data-stream";
const record = { PartitionKey: "user", Data: Buffer.from("{}") };

let synthesized: Synthesized;
let platform: LocalPlatform;

beforeAll(async () => {
  synthesized = synthesize();
  platform = await startPlatform({ outDir: synthesized.outDir, environment: "dev" });
}, 60_000);

afterAll(async () => {
  await platform?.stop();
  synthesized?.remove();
});

afterEach(() => weir("clear"));

/** Runs `weir fault` as its user does. */
function weir(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return at(platform.local.url, ...args);
}

function at(endpoint: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, "bin/weir.js"), "fault", ...args, "--endpoint", endpoint]);
  const ended = { code: null as number | null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    ended.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    ended.stderr += chunk;
  });
  return new Promise<typeof ended>((resolve) => child.on("close", (code) => resolve({ ...ended, code })));
}

const putRecord = () => platform.kinesis.send(new PutRecordCommand({ StreamName, ...record }));

describe("weir fault", () => {
  it("has something go wrong until it is cleared, and lists it meanwhile", async () => {
    const set = await weir("fail", "stream/data-stream");
    expect(set).toMatchObject({ code: 0, stderr: "" });
    const line = `fault-1: fail stream/${StreamName}: writes, share 1, until it is cleared\n`;
    expect(set.stdout).toBe(line);
    const output = await platform.kinesis.send(new PutRecordsCommand({ StreamName, Records: [record, record] }));
    expect(output.Records?.map(({ ErrorCode }) => ErrorCode)).toEqual(["InternalFailure", "InternalFailure"]);
    expect((await weir("list")).stdout).toBe(line);
    expect((await weir("clear", "fault-1")).stdout).toBe(line);
    await expect(putRecord()).resolves.toMatchObject({ ShardId: expect.any(String) });
    expect((await weir("list")).stdout).toBe("no fault is in force\n");
  }, 30_000);

  it("prints JSON for machines", async () => {
    const { stdout } = await weir("slow", "function/stream-processor", "--seconds", "2", "--for", "10m", "--json");
    const fault = JSON.parse(stdout);
    expect(fault).toMatchObject({
      ...{ kind: "slow", target: "function/kinesis-streaming-dev-stream-processor", share: 1, seconds: 2 },
      untilMs: fault.sinceMs + 600_000,
    });
    expect(JSON.parse((await weir("list", "--json")).stdout)).toEqual({ faults: [fault] });
    expect(JSON.parse((await weir("clear", "--json")).stdout)).toEqual({ cleared: [fault] });
  }, 30_000);

  test.each([
    [
      ["throttle", "stream/typo"],
      /stream\/typo does not exist; there are: stream\/kinesis-streaming-dev-analytics-rej/,
    ],
    [["throttle", "queue/failures"], /for this fault give one such as stream\/<name>, function\/<name>/],
    [["explode", "stream/data-stream"], /this is no fault:[\s\S]*expected one of "throttle"/],
    [["silence", "stream/data-stream", "--share", "0.5"], /share is 0.5, which silence of stream\/.* does not have/],
    [
      ["stall", "delivery/delivery-stream", "--operation", "reads"],
      /operation is reads; stall of .* takes no operation/,
    ],
    [["throttle", "stream/data-stream", "--share", "2"], /It must be a share from 0.001 to 1/],
    [["throttle", "stream/data-stream", "--for", "ever"], /It must be a duration such as 90s, 10m or 2h/],
    [["clear", "fault-99"], /there is no fault fault-99; none is in force/],
  ])(
    "refuses %j with what is wrong and what would be right",
    async (args, message) => {
      expect(await weir(...args)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(message) });
    },
    30_000,
  );

  it("says what to start where nothing listens", async () => {
    expect(await at("http://127.0.0.1:9", "list")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing answers at http://127.0.0.1:9: start it with "weir up"'),
    });
  }, 30_000);
});

describe("the route of faults", () => {
  it("refuses what a page of another origin asks for", async () => {
    const url = `${platform.local.url}/_weir/faults`;
    const body = JSON.stringify({ kind: "silence", target: "stream/data-stream" });
    const foreign = await fetch(url, { method: "POST", body, headers: { Origin: "http://example.com" } });
    expect(foreign.status).toBe(403);
    const own = await fetch(url, { method: "POST", body, headers: { Origin: platform.local.url } });
    expect(own.status).toBe(201);
  });
});
