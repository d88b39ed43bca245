import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { describeWith } from "../../test/requirements";
import { until } from "../../test/until";
import { type FlinkFixture, jobSpec, startFlink } from "./flink-fixture";

// A checkout may lie below a folder of any name.
const root = mkdtempSync(join(tmpdir(), "weir job-process é%20-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The processes of the job that keeps its state in a folder. */
function processesOf(dataDir: string): string[] {
  const { stdout } = spawnSync("pgrep", ["-f", `weir.flink.Runner ${dataDir}`], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}

describeWith("flink", "the process of a job", () => {
  let fixture: FlinkFixture;
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(root, "data-"));
  });
  afterEach(() => fixture?.endpoint.close());

  it("ends when its parent is killed", async () => {
    const program = join(__dirname, "job-parent-process.ts");
    const parent = spawn(process.execPath, ["--import", "tsx", program, dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(createInterface(parent.stdout), "line");
    expect(processesOf(dataDir)).toHaveLength(1);
    parent.kill("SIGKILL");
    while (processesOf(dataDir).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }, 240_000);

  it("takes snapshots, the last of which the job is stopped with, and is gone then", async () => {
    fixture = await startFlink(dataDir);
    const job = fixture.startJob(jobSpec());
    await job.running;
    const first = await job.snapshot();
    const last = await job.stop({ withSnapshot: true });
    for (const folder of [first, last]) expect(existsSync(join(folder ?? "", "_metadata"))).toBe(true);
    expect(first).not.toBe(last);
    expect(await job.ended).toBeUndefined();
    expect(processesOf(dataDir)).toEqual([]);
    await expect(job.snapshot()).rejects.toThrow("its job is not running now");
  }, 240_000);

  it("tells what it has read, how late it is, and how its process fares", async () => {
    fixture = await startFlink(dataDir);
    const { endpoint, kinesis } = fixture;
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    const client = new KinesisClient({ endpoint: endpoint.url, region: kinesis.region, credentials });
    const Records = Array.from({ length: 7 }, (_, at) => ({ PartitionKey: `${at}`, Data: Buffer.from("{}") }));
    await client.send(new PutRecordsCommand({ StreamName: "events", Records }));
    client.destroy();
    const job = fixture.startJob(jobSpec());
    await job.running;
    // Flink collects each ten seconds.
    await until(async () => (await job.metrics()).recordsRead === 7);
    expect(await job.metrics()).toMatchObject({
      restarts: 0,
      downtimeMs: 0,
      failedCheckpoints: expect.any(Number),
      lastCheckpointBytes: expect.any(Number),
      millisBehindLatest: 0,
    });
    const { heapPercent = 0, uptimeMs = 0 } = await job.metrics();
    expect([heapPercent > 0, heapPercent < 100, uptimeMs > 0]).toEqual([true, true, true]);
    await job.stop({ withSnapshot: false });
  }, 240_000);

  it("takes a last checkpoint at its end where state is kept, however long it is until the next", async () => {
    fixture = await startFlink(dataDir, { keep: true });
    const job = fixture.startJob({ ...jobSpec(), checkpoints: { intervalMs: 3_600_000, minPauseMs: 0 } });
    await job.running;
    await job.stop({ withSnapshot: false });
    const files = readdirSync(join(dataDir, "flink/analytics/checkpoints"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith("_metadata"))).toHaveLength(1);
    expect(processesOf(dataDir)).toEqual([]);
  }, 240_000);

  it("ends at once when a property is missing, and its job says which", async () => {
    fixture = await startFlink(dataDir);
    const { running, ended } = fixture.startJob(jobSpec({ parameters: {} }));
    await expect(running).rejects.toThrow(
      /^analytics can't start: event-aggregates.sql, line 1: parameter windowSeconds is missing: add it to/,
    );
    expect(await ended).toBeInstanceOf(Error);
  }, 240_000);
});
