import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent } from "node:http";
import { join } from "node:path";
import { post } from "../kinesis/post";
import { median } from "../median";
import { quantile } from "../spread";
import type { MeasuredUrls } from "./measured-server";

const rounds = 60;
const inFlight = 8;
const StreamName = "metrics";

/** What is asked of both servers in turns. */
interface Load {
  readonly operation: string;
  readonly bodies: readonly Buffer[];
  /** So many that a turn takes some hundred milliseconds of CPU time. */
  readonly requests: number;
}

/** Measures what metrics cost the local Kinesis: prints the share of its CPU time, and the bar. */
export async function run(): Promise<void> {
  const server = fork(join(__dirname, "measured-server.ts"), { execArgv: ["--import", "tsx"] });
  const [urls]: MeasuredUrls[] = await once(server, "message");
  if (!urls) throw new Error("the server does not say where it listens");
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  for (const url of [urls.heard, urls.unheard]) {
    await post(agent, url, "CreateStream", Buffer.from(JSON.stringify({ StreamName, ShardCount: 4 })));
  }
  const putRecords = {
    operation: "PutRecords",
    bodies: Array.from({ length: 20 }, () => requestOf(500)),
    requests: 60,
  };
  const putRecord = { operation: "PutRecord", bodies: Array.from({ length: 200 }, singleRequest), requests: 2_000 };
  console.table({
    "PutRecords of 500 records": await costOf(putRecords, server, urls, agent),
    PutRecord: await costOf(putRecord, server, urls, agent),
  });
  agent.destroy();
  server.disconnect();
}

/** The CPU time of requests that CloudWatch hears of, compared round by round with that of those that it does not. */
async function costOf(load: Load, server: ChildProcess, { heard, unheard }: MeasuredUrls, agent: Agent) {
  const cpuMsOf = async (url: string) => {
    const before = await cpuMs(server);
    await send(load, url, agent);
    return (await cpuMs(server)) - before;
  };
  // Not counted: the code of both is compiled first.
  for (let round = 0; round < 5; round++) for (const url of [heard, unheard]) await cpuMsOf(url);
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever comes second finds what the first has left to be collected.
    const [first, second] = round % 2 === 0 ? [heard, unheard] : [unheard, heard];
    const times = new Map([[first, await cpuMsOf(first)]]);
    times.set(second, await cpuMsOf(second));
    costs.push((times.get(heard) ?? 0) / (times.get(unheard) ?? 0) - 1);
  }
  const shown = (share: number) => `${(share * 100).toFixed(1)} %`;
  return {
    "metrics' share of the CPU time": shown(median(costs)),
    "quarter below": shown(quantile(costs, 0.25)),
    "quarter above": shown(quantile(costs, 0.75)),
    bar: "< 3 %",
  };
}

async function send({ operation, bodies, requests }: Load, url: string, agent: Agent): Promise<void> {
  const numbers = Array(requests).keys();
  const sender = async () => {
    for (const number of numbers) await post(agent, url, operation, bodies[number % bodies.length] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: inFlight }, sender));
}

async function cpuMs(server: ChildProcess): Promise<number> {
  server.send("cpu");
  const [usedMs]: number[] = await once(server, "message");
  return usedMs ?? 0;
}

function record() {
  return { Data: randomBytes(200).toString("base64"), PartitionKey: randomBytes(8).toString("hex") };
}

function requestOf(records: number): Buffer {
  return Buffer.from(JSON.stringify({ StreamName, Records: Array.from({ length: records }, record) }));
}

function singleRequest(): Buffer {
  return Buffer.from(JSON.stringify({ StreamName, ...record() }));
}
