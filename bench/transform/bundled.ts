import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../functions/bundle";
import { variables } from "../../functions/data-transform/contract";
import type { makeHandler } from "../../functions/data-transform/handler";
import type { Job, Score } from "./job";

/** The transform as it is deployed: its zip, its environment variables, batch after batch. */
async function main(): Promise<void> {
  const { events, passes }: Job = JSON.parse(await text(process.stdin));
  process.env[variables.environment] = "dev";
  const handler = await load();
  const context = { awsRequestId: "bench", functionName: "data-transform" };
  const started = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) {
    for (const event of events) {
      const { records } = await handler(event, context);
      if (records.some(({ result }) => result !== "Ok")) throw new Error("not all was transformed");
    }
  }
  const { user, system } = process.cpuUsage(started);
  const score: Score = { cpuSeconds: (user + system) / 1e6 };
  process.stdout.write(`${JSON.stringify(score)}\n`);
}

async function load(): Promise<ReturnType<typeof makeHandler>> {
  const folder = mkdtempSync(join(tmpdir(), "bundled-"));
  const { zipPath } = await bundleFunction("data-transform");
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zipPath))))
    writeFileSync(join(folder, name), bytes);
  const { handler } = require(join(folder, "index.js"));
  rmSync(folder, { recursive: true });
  return handler;
}

main();
