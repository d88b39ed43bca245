import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { compile } from "../../functions/bundle";
import type { KinesisEvent } from "../../functions/shared/kinesis-event";
import type { makeHandler } from "../../functions/stream-processor/handler";
import { functionEnvironment } from "../processor/function-environment";
import { makeTraffic } from "../processor/traffic";
import { quantile } from "../spread";

const rounds = 40;
const warmUps = 3;
const batchSize = 100;
const batchesARound = 80;

/** What the process prints on its standard error at its end. */
export interface EmfScore {
  /** Round by round: how much more CPU time the processor takes with its metrics, as a share. */
  readonly costs: readonly number[];
  /** How many were processed in all. */
  readonly records: number;
}

type Handler = ReturnType<typeof makeHandler>;

/** Leaves the lines of metrics out of a report, and the line for people in it. */
const withoutMetrics: Plugin = {
  name: "without-metrics",
  setup({ onLoad }) {
    onLoad({ filter: /shared\/processor\/report\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const contents = source.replace("...metricLines(outcome), ", "");
      if (contents === source) throw new Error(`${path} has no lines of metrics to leave out`);
      return { contents, loader: "ts" };
    });
  },
};

async function load(folder: string, name: string, plugins: Plugin[]): Promise<Handler> {
  const { "index.js": code } = await compile("functions/stream-processor/index.ts", plugins);
  if (!code) throw new Error("the bundle has no index.js");
  const path = join(folder, `${name}.js`);
  writeFileSync(path, code);
  const { handler }: { handler: Handler } = require(path);
  return handler;
}

/** CPU time of one batch, milliseconds. */
async function cpuMsOf(handler: Handler, event: KinesisEvent): Promise<number> {
  const context = { awsRequestId: "bench", functionName: "stream-processor", getRemainingTimeInMillis: () => 60_000 };
  const before = process.cpuUsage();
  const { batchItemFailures } = await handler(event, context);
  if (batchItemFailures.length > 0) throw new Error("not all was written");
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/**
 * How much more CPU time a batch takes the one than the other, as a share: batch by batch in turns, and of the quickest
 * tenth, so that neither the machine's other work nor a garbage collection decides.
 */
async function costOf(one: Handler, other: Handler, events: readonly KinesisEvent[]): Promise<number> {
  const times = { one: [] as number[], other: [] as number[] };
  for (const [number, event] of events.entries()) {
    // Whoever comes second finds what the first has left.
    for (const turn of number % 2 === 0 ? (["one", "other"] as const) : (["other", "one"] as const)) {
      times[turn].push(await cpuMsOf(turn === "one" ? one : other, event));
    }
  }
  return quantile(times.one, 0.1) / quantile(times.other, 0.1) - 1;
}

/** The real bundle, and one that differs by its metrics alone, in turns, on the endpoint that is the argument. */
async function main(): Promise<void> {
  const [, , endpoint = ""] = process.argv;
  Object.assign(process.env, functionEnvironment(endpoint, "table"));
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-emf-"));
  const [heard, unheard] = [await load(folder, "heard", []), await load(folder, "unheard", [withoutMetrics])];
  const events = makeTraffic(batchesARound * batchSize, batchSize);
  // Not counted: the code of both is compiled first.
  for (let round = 0; round < warmUps; round++) await costOf(heard, unheard, events);
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await costOf(heard, unheard, events));
  rmSync(folder, { recursive: true });
  const score: EmfScore = { costs, records: 2 * (rounds + warmUps) * events.length * batchSize };
  process.stderr.write(JSON.stringify(score));
  process.exit();
}

void main();
