import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { FirehoseEvent } from "../../functions/data-transform/firehose-event";
import { median } from "../median";
import { makeTraffic } from "../processor/traffic";
import type { Job, Score } from "./job";

const rounds = 5;
const recordCount = 40_000;
/** 0.8 MiB of the benchmark's events: less than Firehose's default buffer of 1 MiB. */
const batchSize = 4_000;
const passes = 5;

const competitors = {
  bundled: [process.execPath, "--import", "tsx", join(__dirname, "bundled.ts")],
  plain: ["python3", join(__dirname, "plain.py")],
};

/** Measures the transform beside plain Python, in turns: prints medians and the bar. */
export async function run(): Promise<void> {
  const job: Job = { events: makeEvents(), passes };
  const rates: Record<keyof typeof competitors, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    rates.push({ bundled: await recordsPerSecond("bundled", job), plain: await recordsPerSecond("plain", job) });
  }
  const rate = (name: keyof typeof competitors) => median(rates.map((round) => round[name])).toFixed(0);
  // Within a round both saw the same machine.
  const ratio = median(rates.map(({ bundled, plain }) => bundled / plain));
  console.table({
    "the bundle (records/s a core)": { measured: rate("bundled") },
    "plain Python (records/s a core)": { measured: rate("plain") },
    "the bundle : plain Python": { measured: ratio.toFixed(2), bar: "≥ 1.7" },
  });
}

function makeEvents(): FirehoseEvent[] {
  return makeTraffic(recordCount, batchSize).map(({ Records }, batch) => ({
    invocationId: `invocation-${batch}`,
    deliveryStreamArn: "arn:aws:firehose:us-east-1:000000000000:deliverystream/bench",
    records: Records.map(({ kinesis }) => ({
      // As long as Firehose's own.
      recordId: kinesis.sequenceNumber.padStart(62, "0"),
      approximateArrivalTimestamp: kinesis.approximateArrivalTimestamp * 1000,
      data: kinesis.data,
    })),
  }));
}

/** Runs a competitor in a fresh process. */
async function recordsPerSecond(name: keyof typeof competitors, job: Job): Promise<number> {
  const [program = "", ...args] = competitors[name];
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(job));
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (exitCode !== 0) throw new Error(`${name} ended with exit code ${exitCode}: the reason stands above`);
  const { cpuSeconds }: Score = JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
  return (recordCount * passes) / cpuSeconds;
}
