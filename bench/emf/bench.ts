import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { median } from "../median";
import { quantile } from "../spread";
import type { EmfScore } from "./measured-processor";

/** Measures what its embedded metrics cost the processor: prints their share of its CPU time, its requests, and the bars. */
export async function run(): Promise<void> {
  const dynamodb = await startDynamoDb();
  const { costs, records } = await measure(dynamodb.url);
  dynamodb.stop();
  const shown = (share: number) => `${(share * 100).toFixed(1)} %`;
  const operations = [...dynamodb.requests];
  console.table({
    "embedded metrics' share of the processor's CPU time": { measured: shown(median(costs)), bar: "< 2 %" },
    "of the rounds, a quarter is below": { measured: shown(quantile(costs, 0.25)) },
    "of the rounds, a quarter is above": { measured: shown(quantile(costs, 0.75)) },
    "records a request to AWS": {
      measured: (records / operations.reduce((sum, [, count]) => sum + count, 0)).toFixed(1),
    },
    "requests that are no BatchWriteItem": {
      measured: operations.filter(([name]) => !name.endsWith(".BatchWriteItem")).length,
      bar: "0",
    },
  });
}

/** Answers at once that all was written, and counts the requests by operation. */
async function startDynamoDb() {
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"] ?? request.url);
    requests.set(operation, (requests.get(operation) ?? 0) + 1);
    request.resume().on("end", () => response.end('{"UnprocessedItems":{}}'));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { requests, url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** In a process whose log goes to a pipe, as in Lambda. */
async function measure(endpoint: string): Promise<EmfScore> {
  const args = ["--import", "tsx", join(__dirname, "measured-processor.ts"), endpoint];
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.resume();
  const [said, [exitCode]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  if (exitCode !== 0) throw new Error(`the processor ended with exit code ${exitCode}: ${said}`);
  return JSON.parse(said);
}
