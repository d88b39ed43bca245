import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "../clock";
import { type FlinkFixture, jobSpec, startFlink } from "./flink-fixture";
import type { Job } from "./job";
import type { StartJobOptions } from "./start-job";

// A job's process, played by a shell script where Java would be: it notes what it was told, and ends at once.
const root = mkdtempSync(join(tmpdir(), "weir-flink-job-"));
const java = join(root, "java");
const fixtures: FlinkFixture[] = [];
let dataDir: string;
let clock: VirtualClock;
let notices: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(root, "data-"));
  clock = new VirtualClock();
  notices = [];
});
afterEach(async () => {
  for (const { endpoint } of fixtures.splice(0)) await endpoint.close();
});
afterAll(() => rmSync(root, { recursive: true }));

/** Starts the streams of a job, whose processes do as `script` says; `options` state what differs. */
async function startWith(script: string, options: Partial<StartJobOptions> = {}): Promise<FlinkFixture> {
  writeFileSync(java, `#!/bin/sh\nfor folder; do :; done\ncat "$folder/config.yaml" >> ${dataDir}/seen\n${script}\n`, {
    mode: 0o755,
  });
  const runtime = { java, jar: "no.jar", libraries: root };
  const notice = (line: string) => notices.push(line);
  const fixture = await startFlink(dataDir, { runtime, clock, notice, ...options });
  fixtures.push(fixture);
  return fixture;
}

/** Lets pauses pass until the job has ended for good. */
async function end({ ended, running }: Job): Promise<Error | undefined> {
  const isOver = Promise.allSettled([ended, running]).then(() => "over");
  while ((await Promise.race([isOver, clock.advance(1_000)])) !== "over") {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return ended;
}

/** Where each process of the job was to go on from; undefined where it was to begin anew. */
function restored(): (string | undefined)[] {
  const processes = readFileSync(join(dataDir, "seen"), "utf8").split("parallelism.default").slice(1);
  return processes.map((text) => /state-recovery.path: "file:\/\/(.*)"/.exec(text)?.[1]);
}

/** Writes a checkpoint of the job that reads `events`, taken at a moment, seconds; `file` says whether it is whole. */
function checkpoint({ kinesis }: FlinkFixture, name: string, takenSeconds: number, file = "_metadata"): string {
  const { id } = kinesis.stream("events");
  const folder = join(dataDir, "flink", "analytics", "checkpoints", id, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), "");
  utimesSync(join(folder, file), takenSeconds, takenSeconds);
  return folder;
}

describe("a job whose process crashes", () => {
  it("starts again after pauses that grow, and is given up after five failures in a row", async () => {
    const { startJob } = await startWith("exit 3");
    const reason = await end(startJob(jobSpec()));
    expect(reason?.message).toMatch(
      /^analytics ended by itself \(exit code 3\), 5 times soon .*analytics.log says why$/,
    );
    expect(notices.map((line) => /in (\d+) s;/.exec(line)?.[1])).toEqual(["1", "2", "4", "8"]);
    expect(restored()).toHaveLength(5);
  });

  it("goes on from the newest checkpoint that is whole, of whichever process", async () => {
    const fixture = await startWith(`test -e ${dataDir}/crash && exit 0\ntouch ${dataDir}/crash\nkill -9 $$`);
    const job = fixture.startJob(jobSpec());
    // The clock stands still, and with it the pause after the crash.
    while (notices.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    checkpoint(fixture, "job-2/chk-7", 100);
    const newest = checkpoint(fixture, "job-1/chk-31", 200);
    checkpoint(fixture, "job-1/chk-32", 300, "part-of-it");
    expect(await end(job)).toBeUndefined();
    expect(notices).toEqual([expect.stringContaining("ended by itself (signal SIGKILL)")]);
    expect(restored()).toEqual([undefined, newest]);
  });

  it("does not start again when it never ran and says why", async () => {
    const { startJob } = await startWith("echo 'orders.sql, line 7: no such table' >&2; exit 1");
    const job = startJob(jobSpec());
    expect((await end(job))?.message).toBe("analytics can't start: orders.sql, line 7: no such table");
    await expect(job.running).rejects.toThrow("orders.sql, line 7");
    expect([notices, restored()]).toEqual([[], [undefined]]);
  });

  it("says no more of a stack trace than its cause, and where the rest is", async () => {
    const trace = [
      "java.lang.RuntimeException: it failed",
      "\\tat Job.main",
      "Caused by: State: no such state",
      "\\tat S.s",
    ];
    const { startJob } = await startWith(`printf '${trace.join("\\n")}\\n' >&2; exit 1`);
    expect((await end(startJob(jobSpec())))?.message).toMatch(
      /^analytics can't start: State: no such state; \S+analytics.log says more$/,
    );
  });

  it("keeps what its processes print in its log, line by line", async () => {
    const lines: string[] = [];
    const onLogLine = (name: string, line: string) => lines.push(`${name}: ${line}`);
    const { startJob } = await startWith("echo out; echo more; exit 0", { onLogLine });
    await end(startJob(jobSpec()));
    expect(readFileSync(join(dataDir, "logs/analytics.log"), "utf8")).toBe("out\nmore\n");
    expect(lines).toEqual(["analytics: out", "analytics: more"]);
  });

  it("begins from a snapshot where it is told to", async () => {
    const { startJob } = await startWith("exit 0", { keep: true });
    await end(startJob({ ...jobSpec(), restoreFrom: "/savepoints/one" }));
    expect(restored()).toEqual(["/savepoints/one"]);
  });
});

describe("a job of which the process before this one has left a checkpoint", () => {
  it("goes on from there when that is kept, and only the first time", async () => {
    const fixture = await startWith("exit 0", { keep: true });
    const kept = checkpoint(fixture, "job-1/chk-1", 100);
    await end(fixture.startJob(jobSpec()));
    await end(fixture.startJob(jobSpec()));
    expect(restored()).toEqual([kept, undefined]);
  });

  it("leaves none of that process's savepoints, which nobody knows any more, and all of its own", async () => {
    const fixture = await startWith("exit 0", { keep: true });
    const savepoints = join(dataDir, "flink/analytics/savepoints");
    mkdirSync(join(savepoints, "theirs"), { recursive: true });
    await end(fixture.startJob(jobSpec()));
    mkdirSync(join(savepoints, "its-own"));
    await end(fixture.startJob(jobSpec()));
    expect(readdirSync(savepoints)).toEqual(["its-own"]);
  });

  it("begins anew when nothing is kept, or its stream is another one of the same name", async () => {
    const fixture = await startWith("exit 0");
    checkpoint(fixture, "job-1/chk-1", 100);
    await end(fixture.startJob(jobSpec()));
    checkpoint(fixture, "job-1/chk-1", 100);
    const other = await startWith("exit 0", { keep: true });
    await end(other.startJob(jobSpec()));
    expect(restored()).toEqual([undefined, undefined]);
  });
});

describe("a job that is asked about by Flink's REST API", () => {
  /** Where Flink would be: answers with what `answer` gives for a path and a body. */
  async function flinkThat(answer: (path: string, body: string) => unknown): Promise<Server> {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.end(JSON.stringify(answer(request.url ?? "", body) ?? {}));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return server;
  }

  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  const tasks = { total: 1, running: 1 };

  it("has its last savepoint even when its process has ended before it could tell", async () => {
    const flink = await flinkThat((path, body) => {
      if (path === "/jobs/overview") return { jobs: [{ jid: "job-1", state: "RUNNING", tasks }] };
      if (path === "/jobs/job-1/stop") {
        const folder = join(JSON.parse(body).targetDirectory.slice("file://".length), "savepoint-1");
        mkdirSync(folder);
        writeFileSync(join(folder, "_metadata"), "");
        writeFileSync(join(dataDir, "finished"), "");
        return { "request-id": "1" };
      }
      flink.close();
      flink.closeAllConnections();
    });
    const { startJob } = await startWith(
      `echo "I: Rest endpoint listening at 127.0.0.1:${portOf(flink)}"\nuntil test -e ${dataDir}/finished; do sleep 0.05; done`,
    );
    const job = startJob(jobSpec());
    await job.running;
    expect(await job.stop({ withSnapshot: true })).toMatch(/analytics\/savepoints\/stop-\w+\/savepoint-1$/);
    expect(await job.ended).toBeUndefined();
  });

  it("leaves no process behind when an answer makes no sense", async () => {
    const flink = await flinkThat(() => ({ jobs: "none" }));
    const { startJob } = await startWith(
      `echo $$ > ${dataDir}/pid\necho "I: Rest endpoint listening at 127.0.0.1:${portOf(flink)}"\nexec sleep 600`,
    );
    const job = startJob(jobSpec());
    await expect(job.running).rejects.toThrow("jobs");
    const pid = Number(readFileSync(join(dataDir, "pid"), "utf8"));
    const isThere = () => spawnSync("kill", ["-0", String(pid)]).status === 0;
    while (isThere()) await new Promise((resolve) => setTimeout(resolve, 20));
    flink.close();
  });
});

it("a job is told where its tables lie here, and all else as on AWS", async () => {
  const { startJob, endpoint } = await startWith("exit 0");
  const { propertyGroups } = jobSpec();
  await end(startJob(jobSpec()));
  const file = join(dataDir, "flink/analytics/application_properties.json");
  const written = JSON.parse(readFileSync(file, "utf8")).map(
    ({ PropertyGroupId, PropertyMap }: { PropertyGroupId: string; PropertyMap: object }) => [
      PropertyGroupId,
      PropertyMap,
    ],
  );
  const local = {
    "aws.endpoint": endpoint.url,
    "aws.credentials.provider": "BASIC",
    "aws.credentials.basic.accesskeyid": "local",
    "aws.credentials.basic.secretkey": "local",
  };
  const sink = { ...local, "sink.http-client.protocol.version": "HTTP1_1" };
  expect(Object.fromEntries(written)).toEqual({
    ...propertyGroups,
    events: { ...propertyGroups["events"], ...local },
    output: { ...propertyGroups["output"], ...sink },
    rejects: { ...propertyGroups["rejects"], ...sink },
  });
});

it("no job starts where what it runs on is missing", async () => {
  const { startJob } = await startWith("exit 0", { runtime: { missing: "there is no Java" } });
  expect(() => startJob(jobSpec())).toThrow("there is no Java");
});
