import { randomBytes } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { median } from "../median";
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
    await post(agent, weir, "CreateStream", JSON.stringify({ StreamName, ShardCount: shards }));
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
        await post(agent, server, "PutRecords", prepared[number % prepared.length] ?? Buffer.alloc(0));
      }
    }),
  );
  return (requestsARound * recordsARequest) / ((performance.now() - started) / 1000);
}

function post(agent: Agent, server: Server, operation: string, body: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/x-amz-json-1.1",
      "Content-Length": Buffer.byteLength(body),
      "X-Amz-Target": `Kinesis_20131202.${operation}`,
    };
    const request = httpRequest(server.url, { method: "POST", agent, headers }, (response) => {
      if (response.statusCode === 200) {
        response.resume().on("end", resolve).on("error", reject);
      } else {
        text(response).then((answer) => reject(new Error(`${operation} answered ${answer}`)), reject);
      }
    });
    request.on("error", reject).end(body);
  });
}
