import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { unzipSync } from "fflate";
import { bundleFunction } from "../functions/bundle";

/** Calls the handler as Lambda would and prints its answer last. */
const invokeScript = `
  const context = { awsRequestId: "request-1", functionName: "processor", getRemainingTimeInMillis: () => Number(process.argv[3]) };
  require(process.argv[1]).handler(JSON.parse(process.argv[2]), context)
    .then((answer) => console.log(JSON.stringify(answer)));`;

/** A function's zip, unpacked. */
export interface BundledFunction {
  /** Calls it once, in a process of its own that has these variables. */
  invoke(input: object, env: Record<string, string>, remainingMs?: number): Promise<Invocation>;
  remove(): void;
}

/** What a function printed, line by line: its answer is the last line, unless it did not load. */
export interface Invocation {
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** Bundles a folder of functions/ and unpacks it, as Lambda does. */
export async function unpackFunction(code: string): Promise<BundledFunction> {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const { zipPath } = await bundleFunction(code);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zipPath))))
    writeFileSync(join(folder, name), bytes);
  return {
    async invoke(input, env, remainingMs = 10_000) {
      const args = ["-e", invokeScript, join(folder, "index.js"), JSON.stringify(input), String(remainingMs)];
      const child = spawn(process.execPath, args, { env: { PATH: process.env["PATH"], ...env } });
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { lines: stdout.trimEnd().split("\n"), stderr };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The answer of a function that loaded. */
export function answerOf({ lines }: Invocation): unknown {
  return JSON.parse(lines.at(-1) ?? "");
}

/** The event of a mapping: a record for each text, sequence numbers from 1. */
export function kinesisEvent(...data: readonly string[]) {
  return {
    Records: data.map((json, i) => ({
      eventID: `shardId-000000000000:${i + 1}`,
      kinesis: {
        data: Buffer.from(json).toString("base64"),
        partitionKey: "key",
        sequenceNumber: String(i + 1),
        approximateArrivalTimestamp: 1_767_323_045.5,
      },
    })),
  };
}
