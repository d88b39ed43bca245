import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DeleteDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { StreamReader } from "./analytics/stream-reader";
import { describeWith } from "./requirements";
import { until } from "./until";

const root = join(__dirname, "..");
let outDir: string;

beforeAll(() => {
  outDir = mkdtempSync(join(tmpdir(), "weir-synth-"));
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const region = "us-east-1";
const credentials = { accessKeyId: "any", secretAccessKey: "any" };

/** Resolves when so many more events are in the table: what reads the stream has begun. */
async function untilItems(endpoint: string, more: number): Promise<void> {
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  const scan = new ScanCommand({ TableName: "kinesis-streaming-dev-processed-data", Select: "COUNT" });
  const count = async () => (await dynamodb.send(scan)).Count ?? 0;
  const enough = (await count()) + more;
  await until(async () => (await count()) >= enough);
  dynamodb.destroy();
}

/** Runs the command as its user does; when it says where its endpoint is, does what a user may do there. */
function weir(
  args: readonly string[],
  atEndpoint?: (endpoint: string, child: ChildProcess) => unknown,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "bin/weir.js"), ...args], {
      env: { ...process.env, CDKTF_OUTDIR: outDir, ...environment },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      const before = stderr;
      stderr += chunk;
      const [, endpoint] = /weir up: dev at (\S+)\n/.exec(stderr) ?? [];
      if (atEndpoint && endpoint && !before.includes(endpoint))
        Promise.resolve(atEndpoint(endpoint, child)).catch((error) => {
          child.kill("SIGKILL");
          reject(error);
        });
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Most of what follows is the same with Flink and without: only some of it waits until that has started. */
const up = ["up", "--no-analytics"];

const lastLine = (text: string) => JSON.parse(text.trim().split("\n").at(-1) ?? "");

// One after another: they share the data folder beside the sources, as two runs of the user's would.
describe("weir up", () => {
  it("processes every event of its traffic, and accounts for each", async () => {
    const { code, stdout, stderr } = await weir([...up, "--duration", "3", "--rate", "200", "--port", "0", "--json"]);
    const account = lastLine(stdout);
    expect({ code, stderr, account }).toMatchObject({
      code: 0,
      account: { lost: 0, stillReadable: 0, quarantined: 0 },
    });
    expect(account.sent).toBeGreaterThan(0);
    expect(account).toMatchObject({ processed: account.sent, tableItems: account.sent, delivered: account.sent });
  }, 120_000);

  it("ends at Ctrl-C with a summary that a person can read", async () => {
    const { code, stdout } = await weir([...up, "--port", "0"], (_, child) => child.kill("SIGINT"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/lost +0 +every record is accounted for/);
  }, 120_000);

  const traffic = [...up, "--duration", "3", "--rate", "200", "--port", "0", "--json"];

  it("calls no event lost that came after its delivery stream was deleted", async () => {
    const { code, stdout } = await weir(traffic, async (endpoint) => {
      const firehose = new FirehoseClient({ endpoint, region, credentials });
      const DeliveryStreamName = "kinesis-streaming-dev-delivery-stream";
      await untilItems(endpoint, 1);
      await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
      firehose.destroy();
    });
    const account = lastLine(stdout);
    expect({ code, account }).toMatchObject({ code: 0, account: { lost: 0, delivery: { buffered: 0, lost: 0 } } });
    expect(account.delivered).toBeGreaterThan(0);
    expect(account.delivered).toBeLessThan(account.sent);
  }, 120_000);

  it("gives its account, and fails, when something else lies in the lake than it can read", async () => {
    const { code, stdout, stderr } = await weir(traffic, async (endpoint) => {
      const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
      const Bucket = "kinesis-streaming-dev-data-lake-000000000000";
      await s3.send(new PutObjectCommand({ Bucket, Key: "data/events/day=2026-01-02/note.txt", Body: "no Parquet" }));
      s3.destroy();
    });
    const account = lastLine(stdout);
    expect({ code, account }).toMatchObject({ code: 1, account: { lost: 0, delivered: account.sent } });
    expect(stderr).toMatch(/the lake's table "events" can't be read.*note.txt/);
    expect(stderr).not.toContain("LINE 1");
  }, 120_000);

  it("gives its account, and fails, when the stream of its traffic is deleted", async () => {
    const { code, stdout, stderr } = await weir([...up, "--rate", "200", "--port", "0", "--json"], async (endpoint) => {
      const kinesis = new KinesisClient({ endpoint, region, credentials });
      await untilItems(endpoint, 100);
      await kinesis.send(new DeleteStreamCommand({ StreamName: "kinesis-streaming-dev-data-stream" }));
      kinesis.destroy();
    });
    const account = lastLine(stdout);
    expect({ code, account }).toMatchObject({ code: 1, account: { lost: 0, stillReadable: 0, delivery: { lost: 0 } } });
    expect(stderr).toContain(
      "the traffic ended before its time: Stream kinesis-streaming-dev-data-stream under account",
    );
    expect(account.processed).toBeGreaterThanOrEqual(100);
  }, 120_000);

  it("keeps the table of the run before when it is asked to", async () => {
    const before = lastLine((await weir([...up, "--duration", "1", "--port", "0", "--json"])).stdout);
    const kept = await weir([...up, "--duration", "0.1", "--no-traffic", "--keep", "--port", "0", "--json"]);
    expect(lastLine(kept.stdout)).toMatchObject({ sent: 0, tableItems: before.tableItems, lost: 0 });
  }, 120_000);

  it("goes on with the streams of a run that was killed, and accounts for each record in them", async () => {
    await weir([...up, "--rate", "200", "--keep", "--port", "0"], async (endpoint, child) => {
      await untilItems(endpoint, 100);
      const kinesis = new KinesisClient({ endpoint, region, credentials });
      const Records = Array.from({ length: 500 }, (_, number) => ({
        PartitionKey: String(number),
        Data: Buffer.from(JSON.stringify({ event_id: `last-${number}`, user_id: "u", event_type: "click" })),
      }));
      await kinesis.send(new PutRecordsCommand({ StreamName: "kinesis-streaming-dev-data-stream", Records }));
      child.kill("SIGKILL");
      kinesis.destroy();
    });
    const { code, stdout } = await weir([...up, "--duration", "2", "--no-traffic", "--keep", "--port", "0", "--json"]);
    const account = lastLine(stdout);
    expect({ code, account }).toMatchObject({ code: 0, account: { lost: 0, stillReadable: 0 } });
    // What was acknowledged last can hardly have been processed by the killed run: this one did.
    expect(account.processed).toBe(account.sent);
    expect(account.tableItems).toBeGreaterThanOrEqual(600);
  }, 120_000);

  it.each([
    [["--transition-ms", "3600000"], { created: 5, statuses: ["ACTIVE", "CREATING"] }],
    [["--transition-ms", "0", "--no-limits"], { created: 9, statuses: ["ACTIVE"] }],
  ])(
    "with %j holds the streams that requests make to AWS's states and limits, or not",
    async (flags, expected) => {
      let created = 0;
      let statuses: readonly unknown[] = [];
      await weir([...up, "--no-traffic", "--port", "0", ...flags], async (endpoint, child) => {
        const kinesis = new KinesisClient({ endpoint, region, credentials, maxAttempts: 1 });
        try {
          for (const name of Array.from({ length: 9 }, (_, number) => `made-${number}`)) {
            const answer = kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
            created += await answer.then(
              () => 1,
              (error) => (error.name === "LimitExceededException" ? 0 : Promise.reject(error)),
            );
          }
          const { StreamSummaries = [] } = await kinesis.send(new ListStreamsCommand({}));
          statuses = [...new Set(StreamSummaries.map(({ StreamStatus }) => StreamStatus))].sort();
        } finally {
          kinesis.destroy();
          child.kill("SIGINT");
        }
      });
      expect({ created, statuses }).toEqual(expected);
    },
    120_000,
  );

  describeWith("flink", "with analytics", () => {
    const stream = "kinesis-streaming-dev-data-stream";
    const day = "2026-03-01T";
    const event = (event_id: string, user_id: string, time: string) =>
      JSON.stringify({ event_id, user_id, event_type: "click", value: 1, timestamp: `${day}${time}Z` });
    /** Puts each record into both shards of the stream. */
    const put = (client: KinesisClient, records: readonly string[]) => {
      const hashKeys = ["0", (2n ** 127n).toString()];
      const Records = records.flatMap((text) =>
        hashKeys.map((ExplicitHashKey) => ({ Data: Buffer.from(text), PartitionKey: "any", ExplicitHashKey })),
      );
      return client.send(new PutRecordsCommand({ StreamName: stream, Records }));
    };
    /** What the jobs have written to one of their streams, once it is so many records. */
    const results = async (client: KinesisClient, name: string, count: number) => {
      const reader = new StreamReader(client, `kinesis-streaming-dev-${name}`);
      const texts: string[] = [];
      await until(async () => texts.push(...(await reader.read())) >= count);
      return texts.map((text) => JSON.parse(text));
    };
    const run = (work: (client: KinesisClient) => Promise<void>) =>
      weir(
        ["up", "--analytics", "--no-traffic", "--keep", "--no-limits", "--port", "0", "--json"],
        async (endpoint, child) => {
          const client = new KinesisClient({ endpoint, region, credentials });
          await work(client);
          client.destroy();
          child.kill("SIGINT");
        },
      );

    it("counts what its jobs wrote beside the account of what was sent, and goes on with them in the next run", async () => {
      // What a run without --keep finds, it empties: whatever had run before.
      await weir([...up, "--no-traffic", "--duration", "0", "--port", "0"]);
      const first = await run(async (client) => {
        await put(client, [event("a", "ann", "10:00:10"), event("b", "bob", "10:00:20")]);
        await put(client, [event("c", "closer", "11:00:00"), "no event"]);
        await results(client, "event-aggregates", 2);
        await put(client, [event("d", "ann", "10:00:30")]);
        await results(client, "analytics-rejects", 4);
      });
      const account = lastLine(first.stdout);
      expect({ code: first.code, stderr: first.stderr, account }).toMatchObject({
        code: 0,
        account: {
          ...{ sent: 10, processed: 8, quarantined: 2, stillReadable: 0, tableItems: 4, lost: 0, delivered: 8 },
          analytics: { late: 2, rejected: 2, lost: 0 },
        },
      });
      expect(account.analytics.windows).toBeGreaterThanOrEqual(2);
      const windows: { user_id: string; window_start: string; event_count: number }[] = [];
      const next = await run(async (client) => {
        await put(client, [event("e", "eve", "12:00:00"), event("f", "closer", "14:00:00")]);
        const isEve = () => windows.some(({ user_id }) => user_id === "eve");
        await until(async () => {
          windows.splice(0, Infinity, ...(await results(client, "event-aggregates", 3)));
          return isEve();
        });
      });
      expect(lastLine(next.stdout)).toMatchObject({ sent: 4, lost: 0, analytics: { late: 0, rejected: 0 } });
      // Each once, of one run or the other: the second did not count again what the first had.
      const counts = windows.map(({ user_id, event_count }) => [user_id, event_count]);
      expect(counts).toEqual(
        expect.arrayContaining([
          ["ann", 2],
          ["bob", 2],
          ["closer", 2],
          ["eve", 2],
        ]),
      );
      expect(new Set(windows.map(({ user_id, window_start }) => `${user_id} ${window_start}`)).size).toBe(
        windows.length,
      );
    }, 300_000);
  });

  it("says what is missing when analytics are asked for and can't run", async () => {
    const { code, stderr } = await weir(["up", "--analytics"], undefined, { WEIR_FLINK_JAR: "/nowhere/to.jar" });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "weir: --analytics was given, but WEIR_FLINK_JAR is /nowhere/to.jar, and there is no such file\n",
    });
  }, 120_000);

  it("runs all else, and says what is missing, when analytics can't run and nobody asks for them", async () => {
    const args = ["up", "--duration", "0.1", "--no-traffic", "--port", "0", "--json"];
    const { code, stdout, stderr } = await weir(args, undefined, { WEIR_FLINK_JAR: "/nowhere/to.jar" });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/is not started: WEIR_FLINK_JAR is \/nowhere\/to.jar, and there is no such file\n/),
    });
    expect(lastLine(stdout)).not.toHaveProperty("analytics");
  }, 120_000);

  it("says in one line that the port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? String(address?.port) : "";
    const { code, stderr } = await weir(["up", "--port", port]);
    server.close();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `weir: port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port\n`,
    });
  }, 120_000);

  it.each([
    [["up", "--env", "prd"], /environment "prd".*dev, staging, prod/s],
    [["up", "--port", "99999"], /argument '99999' is invalid. It must be a port from 0 to 65535/],
    [["up", "--rate", "fast"], /argument 'fast' is invalid. It must be a number of events from 0.01 to 1000000/],
    [["up", "--transition-ms", "soon"], /It must be a number of milliseconds from 0 to 3600000/],
    [["up", "--duration", "2147484"], /It must be a number of seconds from 0 to 2147483/],
    [["up", "--keep", "--fsync", "soon"], /It must be always, never, or a number of milliseconds from 1 to 3600000/],
    [["up", "--fsync", "always"], /--fsync is always, but without --keep nothing is kept: give --keep too/],
    [["upp"], /unknown command 'upp'.*Did you mean up/s],
  ])("refuses %j with what is allowed", async (args, message) => {
    const { code, stderr } = await weir(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
