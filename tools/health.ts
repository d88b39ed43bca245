import type { Command } from "commander";
import { loadEnvironment } from "../environments";
import type { Verdict } from "./health/finding";
import { type Show, showAll, showChanges } from "./health/show";
import { integerIn } from "./number-option";
import { machineTime } from "./produce/time";

interface HealthOptions {
  readonly env: string;
  readonly endpoint?: string;
  readonly aws: boolean;
  readonly window: number;
  readonly watch: boolean;
  readonly publish: boolean;
  readonly json: boolean;
}

const examples = `
It reads metrics, shards, failure destinations and alarms, and changes nothing. Where a stream's shard metrics are off,
it reads the last seconds of each shard once, which counts against the five reads a second that its readers share.
What it has no data of is UNKNOWN, never HEALTHY.

Examples:
  weir health                              dev as weir up runs it
  weir health --env prod --aws             prod in AWS, with your own credentials
  weir health --watch                      again every ten seconds, until Ctrl-C
  weir health --env prod --aws --publish   and put the verdict into CloudWatch, for an alarm or a graph
  weir health --json | jq .verdict

Exit codes: 0 HEALTHY, 2 WARNING or CRITICAL, 3 UNKNOWN, 1 it could not look.`;

const exitCodes: Readonly<Record<Verdict, number>> = { HEALTHY: 0, UNKNOWN: 3, WARNING: 2, CRITICAL: 2 };

const watchMs = 10_000;

/** Adds `weir health`: how an environment is, why, and what to do about it. */
export function registerHealth(program: Command): void {
  program
    .command("health")
    .description("Tell how an environment is, with evidence, the likely cause and what to do.")
    .option("--env <name>", "environment to look at", "dev")
    .option("--endpoint <url>", "local endpoint (default: AWS_ENDPOINT_URL, else http://127.0.0.1:4566)")
    .option("--aws", "look at AWS, with your own credentials", false)
    .option("--window <minutes>", "how far back to look", integerIn(1, 1_440, "a whole number of minutes"), 15)
    .option("--watch", "look again every ten seconds, until Ctrl-C", false)
    .option("--publish", "put the verdict into CloudWatch as a metric", false)
    .option("--json", "print one JSON object an examination", false)
    .addHelpText("after", examples)
    .action(health);
}

async function health(options: HealthOptions): Promise<void> {
  const environment = loadEnvironment(options.env);
  // The clients are loaded by who needs them: every other verb would wait for them, too.
  const { openTarget } = require("./health/target") as typeof import("./health/target");
  const target = openTarget(environment, options);
  process.stderr.write(`${target.description}\n`);
  const stop = new AbortController();
  if (options.watch) process.once("SIGINT", () => stop.abort());
  const show = options.watch && !options.json ? showChanges(process.stdout) : showAll(process.stdout);
  do {
    process.exitCode = exitCodes[await look(target, options, show)];
    if (options.watch) await machineTime.sleep(watchMs, stop.signal);
  } while (options.watch && !stop.signal.aborted);
}

type Target = ReturnType<typeof import("./health/target").openTarget>;

async function look(target: Target, { window, publish, json }: HealthOptions, show: Show): Promise<Verdict> {
  const { examine } = require("./health/examine") as typeof import("./health/examine");
  const { describeExamination } = require("./health/report") as typeof import("./health/report");
  const { explainError } = require("./health/explain-error") as typeof import("./health/explain-error");
  const examination = await examine(target, window, Date.now()).catch((error: Error) => {
    throw explainError(error, target);
  });
  show(json ? JSON.stringify(examination) : describeExamination(examination, process.stdout.isTTY), examination);
  if (publish) {
    const { publishVerdict } = require("./health/publish") as typeof import("./health/publish");
    process.stderr.write(`${await publishVerdict(target, examination.verdict)}\n`);
  }
  return examination.verdict;
}
