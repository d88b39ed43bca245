import { join, relative } from "node:path";
import type { Command } from "commander";
import { type Environment, loadEnvironment } from "../environments";
import type { FsyncPolicy, LocalAws } from "../local";
import { namesOf } from "../names";
import { listSources } from "../sources";
import { dataDir, s3Dir } from "./data-dir";
import { eraseLine } from "./erase-line";
import { integerIn, numberIn } from "./number-option";
import { outDir, synthesize } from "./synthesize";
import { type Account, drawUp, isAnyLost, localClients, readQuarantine, readTable } from "./up/account";
import { AcknowledgedEvents } from "./up/acknowledged-events";
import { analyticsRuntime, resultReaders } from "./up/analytics";
import { type DeliveryAccount, drawUpDeliveries } from "./up/delivery-account";
import { fsyncPolicy } from "./up/fsync-policy";
import { eventTables, readLake } from "./up/lake-events";
import { StatusLine } from "./up/status-line";
import { describeAccount } from "./up/summary";
import { TableSize } from "./up/table-size";
import { startTraffic } from "./up/traffic";

interface UpOptions {
  readonly env: string;
  readonly port: number;
  readonly duration?: number;
  readonly rate: number;
  readonly traffic: boolean;
  readonly keep: boolean;
  readonly analytics?: boolean;
  readonly fsync: FsyncPolicy;
  readonly limits: boolean;
  readonly transitionMs: number;
  readonly verbose: boolean;
  readonly json: boolean;
}

const examples = `
Examples:
  weir up                              dev, 100 events a second, until Ctrl-C
  weir up --duration 20 --json         twenty seconds, then the account as JSON
  weir up --no-traffic --keep          an endpoint for your own clients (AWS_ENDPOINT_URL), state kept

Exit codes: 0 every acknowledged record is accounted for, 1 error, a lost record, a job of analytics that ended by itself,
or a lake that can't be read.`;

/** How long records in flight may take to arrive after the last event, before they are counted as still readable. */
const drainMs = 30_000;

/** An hour: AWS may take that long over a stream of thousands of shards. */
const maxTransitionMs = 3_600_000;

/** Node's timers take 31 bits of milliseconds, 24.8 days: a longer one would ring at once. */
const maxTimerSeconds = 2_147_483;

/** Adds `weir up`: the synthesized environment, run on this machine. */
export function registerUp(program: Command): void {
  program
    .command("up")
    .description("Run a synthesized environment on this machine and play generated traffic through it.")
    .option("--env <name>", "environment to run", "dev")
    .option(
      "--port <number>",
      "the endpoint's port on 127.0.0.1; 0 takes a free one",
      integerIn(0, 65_535, "a port"),
      4566,
    )
    .option(
      "--duration <seconds>",
      "end after so many seconds (default: at Ctrl-C)",
      numberIn(0, maxTimerSeconds, "a number of seconds"),
    )
    .option("--rate <events>", "generated events per second", numberIn(0.01, 1_000_000, "a number of events"), 100)
    .option("--no-traffic", "only run the environment, and send events yourself, as with weir produce")
    .option(
      "--keep",
      "keep tables, objects, streams and how far they were read for the next run with --keep, and go on with the last one's",
      false,
    )
    .option(
      "--fsync <when>",
      "when kept records are safe from a power cut too: always (before they are acknowledged), a number of " +
        "milliseconds (so long after), or never (when the system writes them)",
      fsyncPolicy,
      "never" as const,
    )
    .option(
      "--analytics",
      "run the jobs of analytics, or fail where Java or their jar is missing (default: if they can)",
    )
    .option("--no-analytics", "run no jobs of analytics")
    .option("--no-limits", "let streams and delivery streams take what AWS's rates and quotas would refuse")
    .option(
      "--transition-ms <milliseconds>",
      "how long a stream, a consumer or a mapping that requests make, change or delete is on its way, where AWS takes " +
        "seconds or minutes",
      integerIn(0, maxTransitionMs, "a number of milliseconds"),
      500,
    )
    .option("--verbose", "print one line for each request, and what the jobs of analytics log", false)
    .option("--json", "end with one line of JSON that accounts for every record", false)
    .addHelpText("after", examples)
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  // Functions run in threads of this process, and Lambda's clock shows UTC.
  process.env["TZ"] = "UTC";
  if (options.fsync !== "never" && !options.keep) {
    throw new Error(`--fsync is ${options.fsync}, but without --keep nothing is kept: give --keep too`);
  }
  const environment = loadEnvironment(options.env, await listSources());
  const stop = stopOnSignal();
  const synthesized = synthesize(stop.signal);
  // What runs the environment is loaded while that is synthesized, which takes as long.
  const { findFlinkRuntime, startLocal } = require("../local") as typeof import("../local");
  await synthesized;
  const local = await startLocal({
    environment: environment.name,
    outDir,
    dataDir,
    keep: options.keep,
    fsync: options.fsync,
    limits: options.limits,
    transitionMs: options.transitionMs,
    flink: analyticsRuntime(options.analytics, () => findFlinkRuntime(process.env)),
    port: options.port,
    log: options.verbose ? say : undefined,
    notice: say,
  });
  try {
    say(`weir up: ${environment.name} at ${local.url}`);
    const credentials = "AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any";
    say(`for other clients: export AWS_ENDPOINT_URL=${local.url} AWS_DEFAULT_REGION=${local.region} ${credentials}`);
    say(`the page: ${local.pageUrl}`);
    say(`the lake: ${relative(process.cwd(), join(s3Dir, namesOf(environment).lakeBucket.name))}`);
    const account = await run(environment, local, options, stop);
    process.stdout.write(`${options.json ? JSON.stringify(account) : describeAccount(account)}\n`);
    if (isAnyLost(account) || (account.analytics?.failures.length ?? 0) > 0) process.exitCode = 1;
  } finally {
    await local.close();
  }
}

/** On a terminal the status line may stand there: the new line takes its place. */
function say(line: string): void {
  process.stderr.write(`${process.stderr.isTTY ? eraseLine : ""}${line}\n`);
}

async function run(
  environment: Environment,
  local: LocalAws,
  options: UpOptions,
  stop: AbortController,
): Promise<Account> {
  const seconds = () => (Date.now() - local.startedMs) / 1000;
  const readers = resultReaders(environment);
  const keys = Object.keys(environment.tables).filter((key) => !readers.tables.has(key));
  const tables = keys.map((key) => namesOf(environment).table(key).name);
  const size = new TableSize(local, tables);
  const line = new StatusLine(() => {
    const counts = local.counts();
    const { delivered, failed, lost } = local.deliveries();
    const failures = counts.failures + failed + lost;
    const status = { ...counts, failures, seconds: seconds(), tableItems: size.items, delivered };
    return { ...status, analytics: analyticsStatus(local) };
  }, process.stderr);
  const timer = options.duration === undefined ? undefined : setTimeout(() => stop.abort(), options.duration * 1000);
  try {
    const events = await play(environment, local, options, stop.signal);
    await local.endAnalytics();
    await untilDrained(local);
    await local.deliverAll();
    return await settleAccount(environment, local, tables, events, seconds());
  } finally {
    clearTimeout(timer);
    line.end();
    await size.end();
  }
}

/** The states of all applications are one where they are equal. */
function analyticsStatus(local: LocalAws): { readonly state: string; readonly windows: number } | undefined {
  const analytics = local.analytics();
  if (!analytics) return undefined;
  return { state: [...new Set(Object.values(analytics.applications))].join("/"), windows: analytics.windows };
}

/** Traffic goes to what the first processor reads. */
function trafficStream({ processors }: Environment): string | undefined {
  return Object.values(processors)[0]?.stream;
}

/** Sends traffic until it is to stop; without traffic, waits for that. */
async function play(
  environment: Environment,
  local: LocalAws,
  { traffic, rate }: UpOptions,
  signal: AbortSignal,
): Promise<AcknowledgedEvents> {
  const stream = trafficStream(environment);
  if (!traffic || stream === undefined) {
    await new Promise<void>((resolve) =>
      signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve()),
    );
    return new AcknowledgedEvents("none");
  }
  const streamName = namesOf(environment).stream(stream).name;
  const { events, ended } = startTraffic({
    endpoint: local.url,
    region: local.region,
    streamName,
    ratePerSecond: rate,
    signal,
  });
  const { stoppedBy } = await ended;
  if (stoppedBy) {
    // Somebody deleted the stream, say: of all times, the account must then say where the records are.
    say(`the traffic ended before its time: ${stoppedBy.message}`);
    process.exitCode = 1;
  }
  return events;
}

async function untilDrained(local: LocalAws): Promise<void> {
  const endMs = Date.now() + drainMs;
  const isWaiting = () =>
    local.counts().pending > 0 || local.deliveries().unread > 0 || (local.analytics()?.pending ?? 0) > 0;
  while (isWaiting() && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Looks for every record where it should be, by the doors that anyone may use. */
async function settleAccount(
  environment: Environment,
  local: LocalAws,
  tables: readonly string[],
  events: AcknowledgedEvents,
  seconds: number,
): Promise<Account> {
  const counts = local.counts();
  const deliveries = await settleDeliveries(environment, local, events);
  const { s3, dynamodb } = localClients(local.url, local.region);
  let tableItems = 0;
  for (const table of tables) tableItems += await readTable(dynamodb, table, events);
  const { name } = namesOf(environment).failuresBucket;
  const { processors } = resultReaders(environment);
  const quarantined = await readQuarantine(s3, name, local.startedMs, processors, events);
  s3.destroy();
  dynamodb.destroy();
  const analytics = local.analytics();
  return drawUp({ counts, quarantined, tableItems, missing: events.missing, seconds, deliveries, analytics });
}

/** Looks for every event in each table of the lake that should hold it; one that can't be read is said to be so. */
async function settleDeliveries(
  environment: Environment,
  local: LocalAws,
  events: AcknowledgedEvents,
): Promise<DeliveryAccount | undefined> {
  if (Object.keys(environment.deliveries).length === 0) return undefined;
  const tables = eventTables(environment, trafficStream(environment), local.isAsProvisioned);
  let missing = 0;
  for (const table of tables) {
    const inTable = events.copy();
    try {
      await readLake(environment, s3Dir, table, inTable);
      missing += inTable.missing;
    } catch (error) {
      say(`the lake's table "${table}" can't be read, so its events are counted as its delivery says: ${error}`);
      process.exitCode = 1;
    }
  }
  return drawUpDeliveries(local.deliveries(), missing);
}

/** Aborts at the first Ctrl-C or termination; the second ends the process as it would without us. */
function stopOnSignal(): AbortController {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop;
}
