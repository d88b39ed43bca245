import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { bundleFunction } from "../../functions/bundle";
import { median } from "../median";
import { coldImportMs } from "./cold-import";
import { createTable } from "./create-table";
import { functionEnvironment } from "./function-environment";
import type { Job, Score } from "./job";
import { startCloudWatch, startDynamoDb, startSink } from "./local-service";
import { makeTraffic } from "./traffic";

const rounds = 3;
const batchSize = 100;

interface Competitor {
  readonly name: string;
  readonly command: readonly string[];
  /** So many that a round takes some seconds. */
  readonly records: number;
}

const typescript = [process.execPath, "--import", "tsx"];
const bundled = { name: "bundled", command: [...typescript, join(__dirname, "bundled.ts")], records: 10_000 };
const alone = { name: "alone", command: [...typescript, join(__dirname, "batch-write-alone.ts")], records: 10_000 };
const plain = { name: "plain", command: ["python3", join(__dirname, "plain.py")], records: 400 };

/** Measures the processor beside its peers, in turns, on one local DynamoDB: prints medians and the bars. */
export async function run(): Promise<void> {
  const rates = await measureRates();
  const rate = (name: keyof (typeof rates)[number]) => median(rates.map((round) => round[name]));
  // Within a round both saw the same machine.
  const ratio = (peer: keyof (typeof rates)[number]) => median(rates.map((round) => round.bundled / round[peer]));
  const { zippedBytes } = await bundleFunction("stream-processor");
  const importMs = await coldImportMs(
    { processor: "functions/stream-processor/index.ts", clients: "bench/processor/clients-alone.ts" },
    functionEnvironment("http://127.0.0.1:1", "unused"),
  );
  console.table({
    "the bundle (records/s)": { measured: rate("bundled").toFixed(0) },
    "BatchWriteItem by the SDK alone (records/s)": { measured: rate("alone").toFixed(0) },
    "the bundle : BatchWriteItem alone": { measured: ratio("alone").toFixed(2), bar: "≥ 0.70" },
    "plain Python, metrics to moto (records/s)": { measured: rate("plain").toFixed(0) },
    "the bundle : plain Python, metrics to moto": { measured: ratio("plain").toFixed(1), bar: "≥ 30" },
    "plain Python, metrics answered at once (records/s)": { measured: rate("plainAtBest").toFixed(0) },
    "the bundle : plain Python, metrics answered at once": { measured: ratio("plainAtBest").toFixed(1) },
    "the bundle (KB zipped)": { measured: (zippedBytes / 1024).toFixed(0), bar: "≤ 400" },
    "cold import, the bundle (ms)": { measured: importMs.processor.toFixed(0) },
    "cold import, its SDK clients alone (ms)": { measured: importMs.clients.toFixed(0) },
    "cold import, the bundle : clients": { measured: (importMs.processor / importMs.clients).toFixed(2), bar: "≤ 1.3" },
  });
}

/** Records a second of each competitor, in turns, each on an empty table. */
async function measureRates() {
  const dynamodb = await startDynamoDb();
  const moto = await startCloudWatch();
  const sink = await startSink();
  const measure = (competitor: Competitor, metrics = moto) =>
    recordsPerSecond(competitor, dynamodb.endpoint, metrics.endpoint);
  // Not counted: whoever comes first pays for the compiling of dynalite's code.
  await measure(alone);
  const rates = [];
  for (let round = 0; round < rounds; round++) {
    rates.push({
      alone: await measure(alone),
      bundled: await measure(bundled),
      plain: await measure(plain),
      plainAtBest: await measure(plain, sink),
    });
  }
  for (const service of [dynamodb, moto, sink]) service.stop();
  return rates;
}

async function recordsPerSecond(competitor: Competitor, dynamodb: string, cloudwatch: string): Promise<number> {
  const table = `${competitor.name}-${randomUUID()}`;
  await createTable(dynamodb, table);
  const events = makeTraffic(competitor.records, batchSize);
  const { seconds } = await compete(competitor, { dynamodb, cloudwatch, table, events });
  return competitor.records / seconds;
}

/** Runs a competitor in a fresh process. */
async function compete({ command, name }: Competitor, job: Job): Promise<Score> {
  const [program = "", ...args] = command;
  // The SDK's word on Node's age, once a process, would bury the table.
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(job));
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (exitCode !== 0) throw new Error(`${name} ended with exit code ${exitCode}: the reason stands above`);
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
}
