import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../bundle";

/** Calls the handler as Lambda would and prints its answer last. */
const invokeScript = `
  require(process.argv[1]).handler(JSON.parse(process.argv[2]), { awsRequestId: "request-1", functionName: "transform" })
    .then((answer) => console.log(JSON.stringify(answer)));`;
const event = {
  records: [
    {
      recordId: "1",
      approximateArrivalTimestamp: 0,
      data: Buffer.from('{"user_id":1,"event_type":"x"}').toString("base64"),
    },
  ],
};

describe("the bundled data transform", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-transform-"));
  beforeAll(async () => {
    for (const [name, bytes] of Object.entries(
      unzipSync(readFileSync((await bundleFunction("data-transform")).zipPath)),
    ))
      writeFileSync(join(folder, name), bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const invoke = (env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, ["-e", invokeScript, join(folder, "index.js"), JSON.stringify(event)], {
      env: { PATH: process.env["PATH"], ...env },
      encoding: "utf8",
    });

  it("answers with the transformed record and prints its metrics", () => {
    const lines = invoke({ ENVIRONMENT: "dev" }).stdout.trimEnd().split("\n");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ Environment: "dev", RecordsTransformed: 1 });
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      records: [{ recordId: "1", result: "Ok", metadata: { partitionKeys: { event_type: "X", day: "1970-01-01" } } }],
    });
  });

  it("names the variable that is missing when it is loaded", () => {
    expect(invoke({}).stderr).toContain("the function's variable ENVIRONMENT is missing. The stack sets it.");
  });
});
