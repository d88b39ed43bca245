import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { VirtualClock } from "../../clock";
import { noMetrics } from "../../cloudwatch/no-metrics";
import { seededRandom } from "../../random";
import { Kinesis } from "../kinesis";
import { readAll } from "../kinesis-fixture";
import type { FsyncPolicy } from "./file-sync";
import type { KeptKinesisOptions } from "./kept-kinesis-process";
import { KinesisStorage } from "./kinesis-storage";

const StreamName = "events";
const producers = 3;
const root = mkdtempSync(join(tmpdir(), "weir-killed-"));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(root, { recursive: true });
});

/** Starts a process; `limit` goes before it in a shell. */
async function start(options: KeptKinesisOptions, limit = ":") {
  const program = ["--import", "tsx", join(__dirname, "kept-kinesis-process.ts"), JSON.stringify(options)];
  const args = ["-c", `${limit} && exec "$0" "$@"`, process.execPath, ...program];
  const child = spawn("sh", args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [endpoint] = await once(createInterface(child.stdout), "line");
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new KinesisClient({ endpoint, region: "ap-northeast-1", credentials, maxAttempts: 1 });
  return { child, client };
}

type Running = Awaited<ReturnType<typeof start>>;

/** What one producer sent and got an answer for: sequence numbers by text, in its order. */
type Acknowledged = Map<string, string>;

/** Puts until the process is gone. All its records have one key, so that a shard must hold them in order. */
async function produce({ child, client }: Running, producer: string, acknowledged: Acknowledged, onAnswer: () => void) {
  for (let request = 0; ; request++) {
    const texts = Array.from(
      { length: 1 + (request % 40) },
      (_, at) => `${producer} ${request} ${at} ${"x".repeat(200)}`,
    );
    const Records = texts.map((text) => ({ PartitionKey: producer, Data: Buffer.from(text) }));
    let entries: { readonly SequenceNumber?: string }[];
    try {
      ({ Records: entries = [] } = await client.send(new PutRecordsCommand({ StreamName, Records })));
    } catch (error) {
      // The kill cuts answers off that may have been on their way.
      if (child.killed) return;
      throw error;
    }
    for (const [at, text] of texts.entries()) acknowledged.set(text, entries[at]?.SequenceNumber ?? "refused");
    onAnswer();
  }
}

/** All that the next process finds, by sequence number. */
function findAll(folder: string): Map<string, string> {
  const clock = new VirtualClock(Date.now());
  const onError = () => undefined;
  const storage = new KinesisStorage({ folder, keeps: true, fsync: "never", clock, onError });
  const account = { accountId: "000000000000", region: "ap-northeast-1" };
  const kinesis = new Kinesis({
    ...account,
    clock,
    random: seededRandom(1),
    metrics: noMetrics,
    limits: false,
    storage,
  });
  const records = readAll(kinesis.stream(StreamName)).flatMap((shard) => shard.records);
  const found = new Map(records.map(({ sequenceNumber, bytes }) => [sequenceNumber, bytes.toString()]));
  expect(found.size).toBe(records.length);
  return found;
}

it.each<{ fsync: FsyncPolicy; answers: number }>([
  { fsync: "never", answers: 60 },
  { fsync: "always", answers: 20 },
  { fsync: 5, answers: 40 },
])("every acknowledged record is there once and in order after SIGKILL, with --fsync $fsync", async (round) => {
  const folder = mkdtempSync(join(root, "run-"));
  const acknowledged = Array.from({ length: producers }, (): Acknowledged => new Map());
  // The second process goes on with what the first one left, and is killed too.
  for (const number of [1, 2]) {
    const running = await start({ folder, fsync: round.fsync });
    if (number === 1) await running.client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    let answers = 0;
    const onAnswer = () => {
      answers++;
      if (answers === round.answers) running.child.kill("SIGKILL");
    };
    const run = (one: Acknowledged, producer: number) => produce(running, `${number} ${producer}`, one, onAnswer);
    await Promise.all(acknowledged.map(run));
    running.client.destroy();
  }

  const found = findAll(folder);
  for (const one of acknowledged) {
    const sequenceNumbers = [...one.values()];
    expect(sequenceNumbers.map((number) => found.get(number))).toEqual([...one.keys()]);
  }
});

it("a record for which the disk has no room is refused, and what comes after it is found whole", async () => {
  const folder = mkdtempSync(join(root, "run-"));
  // No file grows beyond 50 KiB (100, where a block is one): what is over stays unwritten, as on a full disk. What the
  // process says of that is of no interest.
  const running = await start({ folder, fsync: "never", segmentBytes: 10_000 }, "ulimit -f 100 && exec 2>/dev/null");
  await running.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = async (text: string) => {
    const Records = [{ PartitionKey: "key", Data: Buffer.from(text) }];
    await running.client.send(new PutRecordsCommand({ StreamName, Records }));
  };
  const [first, tooMuch, second, third] = [
    "1".repeat(9_000),
    "2".repeat(200_000),
    "3".repeat(2_000),
    "4".repeat(20_000),
  ];
  await put(first);
  await expect(put(tooMuch)).rejects.toMatchObject({ name: "InternalFailure" });
  // Fills the file: the next one goes to another.
  await put(second);
  await put(third);
  running.child.kill("SIGKILL");
  running.client.destroy();
  expect([...findAll(folder).values()]).toEqual([first, second, third]);
});

it("a thousand shards work where a process may have 256 files open", async () => {
  const folder = mkdtempSync(join(root, "run-"));
  const { client } = await start({ folder, fsync: 5 }, "ulimit -n 256");
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1_000 }));
  const texts = Array.from({ length: 1_000 }, (_, shard) => `shard ${shard}`);
  for (const half of [texts.slice(0, 500), texts.slice(500)]) {
    const Records = half.map((text) => ({
      PartitionKey: "key",
      ExplicitHashKey: String((2n ** 128n / 1_000n) * BigInt(text.slice(6)) + 1n),
      Data: Buffer.from(text),
    }));
    const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName, Records }));
    expect(FailedRecordCount).toBe(0);
  }
  client.destroy();
  expect([...findAll(folder).values()]).toEqual(texts);
});
