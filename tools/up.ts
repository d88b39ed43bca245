import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { loadEnvironment } from "../environments";
import { startLocal } from "../local";
import { namesOf } from "../names";
import { type Account, drawUp, localClients, readQuarantine, readTable } from "./up/account";
import { StatusLine } from "./up/status-line";
import { synthesize } from "./up/synthesize";
import { type Traffic, startTraffic } from "./up/traffic";

interface UpOptions {
  env: string;
  port: number;
  duration?: number;
  rate: number;
  traffic: boolean;
  keep: boolean;
  verbose: boolean;
  json: boolean;
}

/** How long after the last event the records in flight may take to arrive before they are counted as still readable. */
const drainMs = 30_000;

const dataDir = ".weir";

/** Adds `weir up`: the synthesized environment, run on this machine. */
export function registerUp(program: Command): void {
  program
    .command("up")
    .description("Run a synthesized environment on this machine and play generated traffic through it.")
    .option("--env <name>", "environment to run", "dev")
    .option("--port <number>", "port of the endpoint on 127.0.0.1", integer(0, 65_535), 4566)
    .option("--duration <seconds>", "end after so many seconds (default: at Ctrl-C)", number(0))
    .option("--rate <events>", "generated events per second", number(0.1), 100)
    .option("--no-traffic", "only run the environment; send events yourself, as with weir produce")
    .option("--keep", "keep the table and the objects of the run before", false)
    .option("--verbose", "print one line for each request", false)
    .option("--json", "end with one line of JSON that accounts for every record", false)
    .addHelpText("after", examples)
    .action((options: UpOptions) => up(options));
}

const examples = `
Examples:
  weir up                              dev, 100 events a second, until Ctrl-C
  weir up --duration 20 --json         twenty seconds, then the account as JSON
  weir up --no-traffic --keep          an endpoint for your own clients (AWS_ENDPOINT_URL), state kept
Exit codes: 0 every acknowledged record is accounted for, 1 error or a lost record.`;

async function up(options: UpOptions): Promise<void> {
  const startedMs = Date.now();
  const environment = loadEnvironment(options.env);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  await synthesize(options.env);
  if (!options.keep) rmSync(dataDir, { recursive: true, force: true });
  const local = await startLocal({
    environment: options.env,
    outDir: "cdktf.out",
    dataDir,
    port: options.port,
    keep: options.keep,
    log: options.verbose ? say : undefined,
  });
}
