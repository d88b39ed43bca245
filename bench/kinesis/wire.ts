import { randomBytes } from "node:crypto";
import { Agent } from "node:http";
import { median } from "../median";
import { post } from "./post";
import { type Server, startBare, startWeir } from "./server";

const rounds = 5;
const requestsARound = 500;
const recordsARequest = 500;
const dataBytes = 200;
const inFlight = 8;
const shards = 4;
const StreamName = "wire";

/** PutRecords by prepared requests over kept-alive HTTP/1.1, so that no SDK's own work is in it. */
export interface WireRates {
  /** Records a second of a server that only parses the same JSON and answers as much. */
  readonly bare: number;
  /** Records a second of the endpoint. */
  readonly weir: number;
  /** The endpoint's rate as a part of the bare server's: the median of rounds in which both took turns. */
  readonly share: number;
}

/** Measures how much of Node's own speed the endpoint leaves to PutRecords: 500 records of 200 B, 8 in flight, 4 shards. */
export async function measureWire(): Promise<WireRates> {
  const bare = await startBare("http");
  const weir = await startWeir();
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  try {
    await post(agent, weir.url, "CreateStream", JSON.stringify({ StreamName, ShardCount: shards }));
    const bodies = Array.from({ length: 50 }, putRecordsBody);
    const pairs: { readonly bare: number; readonly weir: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      pairs.push({ bare: await rateOf(agent, bare, bodies), weir: await rateOf(agent, weir, bodies) });
    }
    return {
      bare: median(pairs.map((pair) => pair.bare)),
      weir: median(pairs.map((pair) => pair.weir)),
      share: median(pairs.map((pair) => pair.weir / pair.bare)),
    };
  } finally {
    agent.destroy();
    await bare.stop();
    await weir.stop();
  }
}

function putRecordsBody(): string {
  const Records = Array.from({ length: recordsARequest }, () => ({
    Data: randomBytes(dataBytes).toString("base64"),
    PartitionKey: randomBytes(8).toString("hex"),
  }));
  return JSON.stringify({ StreamName, Records });
}

/** Records a second. */
async function rateOf(agent: Agent, server: Server, bodies: readonly string[]): Promise<number> {
  const prepared = bodies.map((body) => Buffer.from(body));
  const numbers = Array(requestsARound).keys();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const number of numbers) {
        await post(agent, server.url, "PutRecords", prepared[number % prepared.length] ?? Buffer.alloc(0));
      }
    }),
  );
  return (requestsARound * recordsARequest) / ((performance.now() - started) / 1000);
}
