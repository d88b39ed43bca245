import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../local/clock";
import { noMetrics } from "../../local/cloudwatch/no-metrics";
import { putRecords } from "../../local/kinesis/actions/put-records";
import { Kinesis } from "../../local/kinesis/kinesis";
import type { FsyncPolicy } from "../../local/kinesis/log/file-sync";
import { KinesisStorage } from "../../local/kinesis/log/kinesis-storage";
import { realRandom } from "../../local/random";
import { median } from "../median";

const StreamName = "bench";
const rounds = 5;
const requests = 400;
const batchSize = 500;
/** Each waits for its acknowledgement before it sends again. */
const producers = 8;

const policies: Readonly<Record<string, { readonly keeps: boolean; readonly fsync: FsyncPolicy }>> = {
  "without --keep": { keeps: false, fsync: "never" },
  "--keep --fsync never": { keeps: true, fsync: "never" },
  "--keep --fsync 200": { keeps: true, fsync: 200 },
  "--keep --fsync always": { keeps: true, fsync: "always" },
};

/** Measures what each way of keeping costs a PutRecords of 500 records of 200 bytes, without HTTP, in turns. */
export async function measureFsync() {
  const names = Object.keys(policies);
  const scores = new Map(names.map((name): [string, Score[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) scores.get(name)?.push(await run(name));
  }
  const rows = [...scores].map(([name, ofName]) => {
    const of = (count: (score: Score) => number) => median(ofName.map(count));
    const row = {
      "records/s": of(({ seconds }) => (requests * batchSize) / seconds).toFixed(0),
      "µs of processor a request": of(({ cpuSeconds }) => (cpuSeconds / requests) * 1e6).toFixed(0),
      "ms until a request is acknowledged": of(({ waitedMs }) => waitedMs).toFixed(2),
    };
    return [name, row];
  });
  return Object.fromEntries(rows);
}

interface Score {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The median of all requests. */
  readonly waitedMs: number;
}

async function run(name: string): Promise<Score> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-fsync-"));
  const onError = (error: unknown) => console.error(error);
  const storage = new KinesisStorage({
    keeps: false,
    fsync: "never",
    ...policies[name],
    folder,
    clock: realClock,
    onError,
  });
  const account = { accountId: "000000000000", region: "eu-west-1" };
  const kinesis = new Kinesis({
    ...account,
    clock: realClock,
    random: realRandom,
    metrics: noMetrics,
    limits: false,
    storage,
  });
  kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 4 });
  const Data = Buffer.alloc(200, "data").toString("base64");
  const Records = Array.from({ length: batchSize }, (_, at) => ({ Data, PartitionKey: `user-${at}` }));
  const waits: number[] = [];
  const produce = async () => {
    for (let sent = 0; sent < requests / producers; sent++) {
      const startedMs = performance.now();
      putRecords(kinesis, { StreamName, Records });
      await kinesis.acknowledgeable();
      waits.push(performance.now() - startedMs);
      // The others' requests arrive meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  await Promise.all(Array.from({ length: producers }, produce));
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedMs) / 1000;
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
  return { seconds, cpuSeconds: (user + system) / 1e6, waitedMs: median(waits) };
}
