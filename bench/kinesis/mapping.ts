import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateStreamCommand, PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { strToU8, zipSync } from "fflate";
import { median } from "../median";
import { clientOf } from "./clients";
import { freePort, listens, type Server, startProgram } from "./server";

const recordCount = 10_000;
const putsTimed = 500;
/** Until the code of both sides is compiled, its latencies are not looked at. */
const putsBefore = 100;
const rounds = 5;

/**
 * Does nothing but tell when it was called, with how many records, and what the first of them says: the same zip runs
 * on both sides.
 */
const source = `
const { appendFileSync } = require("node:fs");
exports.handler = async ({ Records }) => {
  const calledMs = Date.now();
  const [first] = Buffer.from(Records[0].kinesis.data, "base64").toString().split(" ");
  appendFileSync(process.env.CALLS_FILE, [calledMs, Records.length, first].join(" ") + "\\n");
};`;

/** Milliseconds from just before PutRecord is called to the function's first line. */
export interface MappingLatency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Records a second through a mapping to a function that does nothing: medians of the rounds. */
export interface MappingRates {
  readonly weir: number;
  /** Absent where ministack is not installed. */
  readonly ministack?: number;
}

/**
 * Measures how soon a function has a record that is put, without a batching window: one record a request, so many
 * requests one after the other that the mapping never catches up on two at once.
 */
export async function measureMappingLatency(): Promise<MappingLatency> {
  return withSide(startWeirLambda, async (side) => {
    const StreamName = "latency";
    await side.createStream(StreamName);
    await side.createMapping(StreamName);
    for (let put = 0; put < putsBefore + putsTimed; put++) {
      const Data = Buffer.from(`${Date.now()} of one`);
      await side.kinesis.send(new PutRecordCommand({ StreamName, Data, PartitionKey: String(put) }));
      await delay(10);
    }
    const calls = await side.callsOf(putsBefore + putsTimed);
    const latencies = calls.slice(putsBefore).map(({ calledMs, first }) => calledMs - first);
    latencies.sort((one, other) => one - other);
    const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
    return { p50Ms: at(0.5), p99Ms: at(0.99) };
  });
}

/**
 * Measures how fast 10,000 records of 200 B in four shards reach a function, a hundred a batch, from the moment at which
 * the mapping is asked for; beside it ministack, in turns. A first round warms both and is not looked at.
 */
export async function measureMappingRates(): Promise<MappingRates> {
  return withSide(startWeirLambda, async (weir) => {
    const rates: number[] = [];
    const measure = async (round: number, side: Side, into: number[]) => {
      const rate = await rateOf(side, round);
      if (round > 0) into.push(rate);
    };
    if (!hasMinistack()) {
      for (let round = 0; round <= rounds; round++) await measure(round, weir, rates);
      return { weir: median(rates) };
    }
    return withSide(startMinistack, async (ministack) => {
      const peer: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        await measure(round, weir, rates);
        await measure(round, ministack, peer);
      }
      return { weir: median(rates), ministack: median(peer) };
    });
  });
}

async function rateOf(side: Side, round: number): Promise<number> {
  const StreamName = `rate-${round}`;
  await side.createStream(StreamName);
  const Records = Array.from({ length: recordCount }, (_, at) => ({
    Data: Buffer.from("0 ".padEnd(200, "x")),
    PartitionKey: `key-${at}`,
  }));
  for (let from = 0; from < recordCount; from += 500) {
    await side.kinesis.send(new PutRecordsCommand({ StreamName, Records: Records.slice(from, from + 500) }));
  }
  const startedMs = Date.now();
  await side.createMapping(StreamName);
  const calls = await side.callsOf(recordCount * (round + 1));
  const endedMs = Math.max(...calls.map(({ calledMs }) => calledMs));
  return recordCount / ((endedMs - startedMs) / 1000);
}

/** What the function told of one call. */
interface Call {
  readonly calledMs: number;
  readonly records: number;
  /** The first record's first word. */
  readonly first: number;
}

/** One of the two: its clients, with the function made. */
interface Side {
  readonly kinesis: ReturnType<typeof clientOf>;
  /** Makes a stream of four shards. */
  createStream(name: string): Promise<void>;
  createMapping(streamName: string): Promise<void>;
  /** The calls in their order, once as many records have arrived. @throws Error when they do not within a minute */
  callsOf(records: number): Promise<readonly Call[]>;
}

async function withSide<Result>(start: () => Promise<Server>, measure: (side: Side) => Promise<Result>) {
  const server = await start();
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-mapping-"));
  const callsFile = join(folder, "calls");
  const kinesis = clientOf(server.url, "HTTP/1.1");
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const requestHandler = new NodeHttpHandler();
  const lambda = new LambdaClient({ endpoint: server.url, region: "eu-west-1", credentials, requestHandler });
  try {
    const Code = { ZipFile: zipSync({ "index.js": strToU8(source) }) };
    const Environment = { Variables: { CALLS_FILE: callsFile } };
    const Role = "arn:aws:iam::000000000000:role/bench";
    await lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName: "bench", Role, Code, Environment, Handler: "index.handler", Runtime: "nodejs22.x" },
        ...{ Timeout: 60, MemorySize: 256 },
      }),
    );
    return await measure({
      kinesis,
      async createStream(StreamName) {
        await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 4 }));
      },
      async createMapping(streamName) {
        const EventSourceArn = `arn:aws:kinesis:eu-west-1:000000000000:stream/${streamName}`;
        const mapping = { EventSourceArn, FunctionName: "bench", StartingPosition: "TRIM_HORIZON" as const };
        await lambda.send(new CreateEventSourceMappingCommand({ ...mapping, BatchSize: 100 }));
      },
      callsOf: (records) => untilCalled(callsFile, records),
    });
  } finally {
    kinesis.destroy();
    lambda.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilCalled(callsFile: string, records: number): Promise<readonly Call[]> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await delay(20)) {
    const calls = existsSync(callsFile) ? readCalls(callsFile) : [];
    if (calls.reduce((sum, call) => sum + call.records, 0) >= records) return calls;
  }
  throw new Error(`${callsFile} has not told of ${records} records within a minute`);
}

function readCalls(callsFile: string): Call[] {
  const lines = readFileSync(callsFile, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [calledMs = 0, records = 0, first = 0] = line.split(" ").map(Number);
    return { calledMs, records, first };
  });
}

async function startWeirLambda(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-lambda-"));
  const server = await startProgram(["--import", "tsx", join(__dirname, "weir-lambda.ts"), folder]);
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function hasMinistack(): boolean {
  if (spawnSync("python3", ["-c", "import ministack"]).status === 0) return true;
  console.log("ministack is left out: python3 needs `pip install ministack==1.5.33`");
  return false;
}

async function startMinistack(): Promise<Server> {
  const port = await freePort();
  const env = { ...process.env, GATEWAY_PORT: String(port) };
  const child = spawn("python3", ["-m", "ministack"], { env, stdio: "ignore" });
  const exited = once(child, "exit");
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`ministack ended with exit code ${child.exitCode}`);
    await delay(50);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await exited;
    },
  };
}
