import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  ListShardsCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
} from "@aws-sdk/client-kinesis";
import { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { loadEnvironment } from "../environments";
import { VirtualClock } from "../local/clock";
import { namesOf } from "../names";
import { examine } from "../tools/health/examine";
import type { Finding } from "../tools/health/finding";
import { publishVerdict } from "../tools/health/publish";
import { describeExamination } from "../tools/health/report";
import { openTarget, type Target } from "../tools/health/target";
import { type LocalPlatform, startPlatform } from "./local-platform";
import { type Synthesized, synthesize } from "./synthesize";
import { until } from "./until";
import { startVirtualPlatform, type VirtualPlatform } from "./virtual-platform";

const minuteMs = 60_000;
const environment = loadEnvironment("dev");
const names = namesOf(environment);
const StreamName = names.stream("data-stream").name;

let synthesized: Synthesized;
let platform: VirtualPlatform;

beforeAll(() => {
  synthesized = synthesize();
}, 60_000);
afterAll(() => synthesized.remove());

const event = (fields: object) =>
  JSON.stringify({ event_id: "e", user_id: "u", event_type: "click", timestamp: platform.clock.now(), ...fields });

const put = (records: readonly { readonly key: string; readonly data: string }[]) =>
  target.kinesis.send(
    new PutRecordsCommand({
      StreamName,
      Records: records.map(({ key, data }) => ({ PartitionKey: key, Data: Buffer.from(data) })),
    }),
  );

/** Some minutes of good traffic over both shards. */
async function traffic(minutes: number) {
  for (let minute = 0; minute < minutes; minute++) {
    await put(Array.from({ length: 20 }, (_, at) => ({ key: `${at}`, data: event({ event_id: `${minute}-${at}` }) })));
    await platform.step(minuteMs);
  }
}

let target: Target;
const look = () => examine(target, 5, platform.clock.now());
const of = (findings: readonly Finding[], subject: string) => findings.filter((finding) => finding.subject === subject);

describe("weir health, beside a running environment", () => {
  beforeEach(async () => {
    platform = await startVirtualPlatform(synthesized.outDir, "dev");
    target = openTarget(environment, { aws: false, endpoint: platform.url });
  });
  afterEach(async () => {
    for (const client of [target.cloudwatch, target.kinesis, target.lambda, target.s3]) client.destroy();
    await platform.stop();
  });

  it("finds well what is well, and tells what it rests on", async () => {
    await traffic(3);
    const { findings } = await look();
    expect(of(findings, "stream data-stream")).toMatchObject([
      { verdict: "HEALTHY", message: expect.stringMatching(/^20 records a minute, 0\.0 % of its 2 shards$/) },
    ]);
    expect(of(findings, "processor stream-processor")).toMatchObject([
      { verdict: "HEALTHY", message: expect.stringContaining("none failed") },
      { verdict: "HEALTHY", evidence: { label: "age of what it reads" } },
    ]);
    expect(of(findings, "table processed-data")).toMatchObject([{ verdict: "HEALTHY" }]);
    expect(of(findings, "alarms")).toMatchObject([{ verdict: "HEALTHY" }]);
    expect(findings.filter(({ verdict }) => verdict === "WARNING" || verdict === "CRITICAL")).toEqual([]);
  });

  it("says of what has no data that it is unknown, of the whole too", async () => {
    await platform.step(minuteMs);
    const { verdict, findings } = await look();
    expect(verdict).toBe("UNKNOWN");
    expect(of(findings, "stream data-stream")).toMatchObject([{ verdict: "UNKNOWN", message: "no record came in" }]);
    expect(of(findings, "processor stream-processor")).toMatchObject([{ verdict: "UNKNOWN" }, { verdict: "UNKNOWN" }]);
  });

  it("warns of what is in quarantine, and shows when it went there", async () => {
    await traffic(1);
    await put([{ key: "bad", data: "no JSON" }]);
    await platform.step(minuteMs);
    const examination = await look();
    expect(of(examination.findings, "processor stream-processor")).toContainEqual(
      expect.objectContaining({ verdict: "WARNING", message: "records in quarantine: 1" }),
    );
    const report = describeExamination(examination, false);
    expect(report).toMatch(
      /^! processor stream-processor +records in quarantine: 1\n {4} {3}▁█ {2}records, at most 1/m,
    );
    expect(report).toContain(
      "→ aws s3 ls s3://kinesis-streaming-dev-failures-000000000000/quarantine/stream-processor/",
    );
  });

  it("finds a hot shard by a sample where shard metrics are off, and says how to split it", async () => {
    await platform.step(minuteMs);
    for (let second = 0; second < 8; second++) {
      const records = Array.from({ length: 400 }, (_, at) => ({
        key: "one",
        data: event({ event_id: `${second}-${at}` }),
      }));
      for (const half of [records, records]) await put(half);
      await platform.step(1_000);
    }
    const { findings } = await look();
    expect(of(findings, "stream data-stream")).toContainEqual(
      expect.objectContaining({
        verdict: "WARNING",
        message: expect.stringMatching(/^shardId-\d+ takes 6\d % .+by a sample/),
        command: expect.stringMatching(/split-shard .+ --new-starting-hash-key \d+$/),
      }),
    );
  });

  it("looks at who reads through a consumer of their own, and does not call stopped who never read", async () => {
    const StreamARN = names.stream("data-stream").arn;
    const ConsumerName = names.consumerName("archive");
    const { Consumer } = await target.kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    const stream = environment.streams["data-stream"];
    if (!stream) throw new Error("dev has no data-stream");
    const streams = { ...environment.streams, "data-stream": { ...stream, consumers: ["archive"] } };
    const archive = async () => {
      const { findings } = await examine(
        { ...target, environment: { ...environment, streams } },
        5,
        platform.clock.now(),
      );
      return of(findings, "consumer archive");
    };
    await traffic(1);
    expect(await archive()).toMatchObject([{ verdict: "UNKNOWN", message: "nothing tells how late it is" }]);
    await target.kinesis.send(
      new SubscribeToShardCommand({
        ConsumerARN: Consumer?.ConsumerARN,
        ShardId: "shardId-000000000000",
        StartingPosition: { Type: "LATEST" },
      }),
    );
    await traffic(1);
    expect(await archive()).toMatchObject([{ verdict: "HEALTHY", evidence: { label: "age of what it reads" } }]);
  });

  it("names the newest batch that was given up since the window began", async () => {
    const { EventSourceMappings: [mapping] = [] } = await target.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: names.function("stream-processor").name }),
    );
    const failed = async (shard: number, ageMinutes: number) => {
      const at = new Date(platform.clock.now() - ageMinutes * minuteMs).toISOString();
      const folder = `aws/lambda/${mapping?.UUID}/shardId-00000000000${shard}/${at.slice(0, 10).replaceAll("-", "/")}`;
      const Key = `${folder}/${at.slice(0, 19).replaceAll(":", ".")}-id`;
      await target.s3.send(new PutObjectCommand({ Bucket: names.failuresBucket.name, Key, Body: "{}" }));
      return Key;
    };
    await platform.step(minuteMs);
    await failed(1, 90);
    const newest = await failed(0, 1);
    await failed(1, 2);
    const { findings } = await look();
    expect(of(findings, "processor stream-processor")).toContainEqual(
      expect.objectContaining({
        verdict: "WARNING",
        message: "batches that were given up, and went to the failure destination: 2",
        command: `aws s3 cp s3://${names.failuresBucket.name}/${newest} -`,
      }),
    );
  });

  it("tells of shards that were split in the window, and no more of those that were before it", async () => {
    const resharded = async () =>
      of((await look()).findings, "stream data-stream").filter(({ message }) => message.includes("resharded"));
    await platform.step(minuteMs);
    expect(await resharded()).toEqual([]);
    const { Shards: [shard] = [] } = await target.kinesis.send(new ListShardsCommand({ StreamName }));
    await target.kinesis.send(
      new SplitShardCommand({ StreamName, ShardToSplit: shard?.ShardId, NewStartingHashKey: "1000" }),
    );
    await platform.step(minuteMs);
    expect(await resharded()).toMatchObject([
      { verdict: "HEALTHY", message: expect.stringContaining("2 shards are 3 now") },
    ]);
    for (let minute = 0; minute < 6; minute++) await platform.step(minuteMs);
    expect(await resharded()).toEqual([]);
  });

  it("publishes its verdict, unless it has none", async () => {
    expect(await publishVerdict(target, "UNKNOWN")).toMatch(/^not published/);
    expect(await publishVerdict(target, "CRITICAL")).toBe("published: KinesisCustom HealthStatus is 2");
    await platform.step(minuteMs);
    const { namespace, name, dimensions } = names.healthMetric;
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: namespace, MetricName: name, Dimensions };
    const { MetricDataResults } = await target.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(platform.clock.now() - 5 * minuteMs),
        EndTime: new Date(platform.clock.now() + 5 * minuteMs),
        MetricDataQueries: [{ Id: "health", MetricStat: { Metric, Period: 60, Stat: "Maximum" } }],
      }),
    );
    expect(MetricDataResults).toMatchObject([{ Values: [2] }]);
  });
});

describe("weir health, as a process of its own", () => {
  let running: LocalPlatform;
  // It stands still, so that no alarm is evaluated, and ahead, so that what the process asks for has been.
  const clock = new VirtualClock(Date.now() + 60 * minuteMs);
  beforeAll(async () => {
    running = await startPlatform({ outDir: synthesized.outDir, environment: "dev", clock });
  });
  afterAll(async () => {
    let hasStopped = false;
    const stopped = running.stop().finally(() => {
      hasStopped = true;
    });
    // Deliveries end by the clock.
    await until(async () => {
      await clock.advance(1_000);
      return hasStopped;
    });
    await stopped;
  });

  const weir = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, NODE_NO_WARNINGS: "1", AWS_ENDPOINT_URL: "" };
      execFile(process.execPath, [join(__dirname, "../bin/weir.js"), "health", ...args], { env }, (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err });
      });
    });

  it("exits with 3 where nothing is known, and prints one JSON document", async () => {
    const { code, out, err } = await weir("--endpoint", running.local.url, "--json");
    const { url } = running.local;
    expect([code, err]).toEqual([3, `dev at ${url}; before its aws commands: export AWS_ENDPOINT_URL=${url}\n`]);
    expect(JSON.parse(out)).toMatchObject({ environment: "dev", verdict: "UNKNOWN" });
  });

  it("looks again and again until Ctrl-C, and ends with its last verdict", async () => {
    const args = [join(__dirname, "../bin/weir.js"), "health", "--watch", "--endpoint", running.local.url];
    const watching = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
    watching.stdout.setEncoding("utf8").once("data", () => watching.kill("SIGINT"));
    expect(await once(watching, "exit")).toEqual([3, null]);
  });

  it("says so where the environment is not, and what to do", async () => {
    const { code, err } = await weir("--env", "staging", "--endpoint", running.local.url);
    expect(code).toBe(1);
    expect(err).toMatch(/environment staging is not there, or not all of it: .+; start weir up --env staging/);
  });

  it.each<[string, string[], string]>([
    ["nothing listens", ["--endpoint", "http://127.0.0.1:1"], "nothing answers there: start weir up"],
    ["the endpoint is AWS's own", ["--endpoint", "https://kinesis.us-east-1.amazonaws.com"], "use --aws"],
    ["the account is a placeholder", ["--aws"], "placeholder account"],
    ["the window is none", ["--window", "0"], "from 1 to 1440"],
    ["the environment is none", ["--env", "nowhere"], "nowhere"],
  ])("says so where %s", async (_what, args, message) => {
    const { code, err } = await weir(...args);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});
