import { randomInt, randomUUID } from "node:crypto";
import { type Command, Option } from "commander";
import { integerIn, numberIn } from "./number-option";
import { isUnreachable } from "./produce/call-errors";
import { fileRecords } from "./produce/files/file-records";
import type { FileRecord, Mapping } from "./produce/files/mapping";
import { openRows, type RowFile } from "./produce/files/read-rows";
import {
  idOption,
  mapOption,
  type ProduceOptions,
  pathOption,
  refuseConflicts,
  setOption,
  speedOption,
  zoneOption,
} from "./produce/options";
import { describeSummary, Outcome } from "./produce/outcome";
import { atRate, atRecordedTimes } from "./produce/pace";
import { ProgressLine } from "./produce/progress-line";
import { type SendReport, send } from "./produce/sender";
import { findTarget, type Target } from "./produce/target";
import { machineTime } from "./produce/time";
import { produceTraffic } from "./produce/traffic";

const examples = `
Where it sends: to the local endpoint (weir up), and to AWS only with --aws.

A file's row becomes an event: columns keep their names unless --map gives them another; user_id and event_type are
required. Rows that can't be sent are reported by number and the others go on. The records of a partition key stay in
order. Records that the stream does not take are sent again, each by itself, and in the end kept in a file that
--file takes as it is.

Examples:
  weir produce                                         100 events a second, until Ctrl-C
  weir produce --events-per-second 500 --duration 60   half a thousand a second for a minute
  weir produce --mode burst --burst-events 50000       as fast as the stream takes them
  weir produce --file events.ndjson                    events as they are, one a line
  weir produce --file orders.csv.gz --map user_id=customer --map timestamp=ordered --set event_type=ORDER \\
      --id column:order --timestamp-format "dd.MM.yyyy HH:mm" --time-zone Europe/Berlin --speed 60

Exit codes: 0 everything was acknowledged; 1 a record or row was not, a file was not read to its end, or the arguments
are wrong.`;

/** Adds `weir produce`: events into a stream, generated or from a file. */
export function registerProduce(program: Command): void {
  program
    .command("produce")
    .description("Send events to a stream: a web shop's generated ones, or the rows of a file.")
    .option("--env <name>", "environment whose stream it is", "dev")
    .option("--stream <key>", "the stream's key in the environment", "data-stream")
    .option("--endpoint <url>", "local endpoint (default: AWS_ENDPOINT_URL, else http://127.0.0.1:4566)")
    .option("--aws", "send to AWS, with your own credentials", false)
    .addOption(
      new Option("--mode <mode>", "generated events: a steady rate, all at once, or one")
        .choices(["continuous", "burst", "single"])
        .default("continuous"),
    )
    .option(
      "--events-per-second <n>",
      "pace (default: 100 for generated events, as fast as possible for a file)",
      numberIn(0.01, 1_000_000, "a number of events"),
    )
    .option(
      "--duration <s>",
      "end after so many seconds (default: at Ctrl-C)",
      numberIn(0, 31_536_000, "a number of seconds"),
    )
    .option("--burst-events <n>", "how many events a burst has", integerIn(1, 1e9, "a whole number of events"), 10_000)
    .option("--file <path>", "NDJSON, a JSON array, or CSV (.csv); gzipped if it ends in .gz")
    .option(
      "--map <field=column>",
      "take a field from a column; repeatable, metadata.device=os for a nested one",
      mapOption,
      [],
    )
    .option("--set <field=value>", "give a field the same value in every event; repeatable", setOption, [])
    .option("--id <source>", "take event_id from: row (its number), or column:<name>", idOption)
    .option("--key <field>", "field that is the partition key", pathOption, ["user_id"])
    .option(
      "--timestamp-format <format>",
      'how the file writes timestamps, such as "yyyy/MM/dd HH:mm" (Luxon\'s tokens)',
    )
    .option(
      "--time-zone <zone>",
      "zone of timestamps that name none, such as America/Chicago (default: UTC)",
      zoneOption,
    )
    .option(
      "--speed <n>",
      "replay by the file's own timestamps, n times as fast; or max, without regard to them",
      speedOption,
      Number.POSITIVE_INFINITY,
    )
    .option("--workers <n>", "PutRecords calls in flight at once", integerIn(1, 64, "a whole number of calls"), 4)
    .option(
      "--give-up-after <s>",
      "how long a record that the stream does not take is sent again",
      numberIn(0, 3_600, "a number of seconds"),
      60,
    )
    .option("--failed <path>", "file for records that were given up (default: weir-failed-<run>.ndjson)")
    .option("--rejects <path>", "file for rows that can't be sent, with the reason of each")
    .option("--json", "end with one line of JSON", false)
    .addHelpText("after", examples)
    .action(async (options: ProduceOptions, command: Command) => {
      refuseConflicts(command, options);
      await produce(options, mappingOf(options, command));
    });
}

/** Without any option that changes rows there is no mapping, and a file is sent as it is. */
function mappingOf(options: ProduceOptions, command: Command): Mapping | undefined {
  const { map, set, id, key, timestampFormat, timeZone, speed } = options;
  const timed = Number.isFinite(speed);
  const isGiven =
    timed ||
    ["map", "set", "id", "key", "timestampFormat", "timeZone"].some(
      (name) => command.getOptionValueSource(name) === "cli",
    );
  return isGiven ? { map, set, id, key, timed, timestamp: { format: timestampFormat, zone: timeZone } } : undefined;
}

async function produce(options: ProduceOptions, mapping: Mapping | undefined): Promise<void> {
  const target = findTarget(options);
  const file = options.file === undefined ? undefined : await openRows(options.file);
  if (options.aws) process.stdout.write(`${target.description}\n`);
  const run = randomUUID().slice(0, 8);
  const startedMs = Date.now();
  const elapsed = () => (Date.now() - startedMs) / 1000;
  const outcome = new Outcome(options.failed ?? `weir-failed-${run}.ndjson`, options.rejects, (line) => {
    progress.clear();
    process.stderr.write(`${line}\n`);
  });
  const progress = new ProgressLine(process.stderr, () => ({
    sent: outcome.acknowledged,
    failed: outcome.failed,
    done: file ? file.progress(outcome.settled) : doneOf(options, outcome.acknowledged, elapsed()),
  }));
  // The first Ctrl-C or termination ends the reading, and what was read is still sent; a second one ends the process.
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort());
  const sending: Sending = { target, outcome, signal: interrupt.signal };
  const report = await (file ? sendFile(file, mapping, options, sending) : sendTraffic(run, options, sending)).finally(
    () => progress.end(),
  );
  target.client.destroy();
  const summary = outcome.finish(report, elapsed());
  if (report.stoppedBy) process.stderr.write(`weir: ${explain(report.stoppedBy, target)}\n`);
  process.stdout.write(`${options.json ? JSON.stringify(summary) : describeSummary(summary, target.streamName)}\n`);
  if (summary.failed > 0 || summary.rejected > 0 || report.stoppedBy) process.exitCode = 1;
}

/** Where records go, and who is told of them. */
interface Sending {
  readonly target: Target;
  readonly outcome: Outcome;
  readonly signal: AbortSignal;
}

async function sendFile(
  file: RowFile,
  mapping: Mapping | undefined,
  { eventsPerSecond, speed, workers, giveUpAfter }: ProduceOptions,
  { target, outcome, signal }: Sending,
): Promise<SendReport> {
  let lastRow = 0;
  let isWhole = false;
  async function* records(end: AbortSignal) {
    const all = fileRecords(file.rows, mapping, (row) => outcome.reject(row));
    const pace = { time: machineTime, signal: end };
    const paced = Number.isFinite(speed)
      ? atRecordedTimes(all, speed, pace)
      : atRate(all, eventsPerSecond ?? Number.POSITIVE_INFINITY, pace);
    for await (const record of paced) {
      lastRow = record.row;
      yield record;
    }
    isWhole = !end.aborted;
  }
  const report = await send<FileRecord>({
    ...target,
    records,
    workers,
    keepOrder: true,
    giveUpAfterMs: giveUpAfter * 1000,
    time: machineTime,
    random: Math.random,
    signal,
    onAcknowledged: () => outcome.acknowledge(),
    onFailed: (record, error) => outcome.fail(record, error),
    onRefused: ({ row }, problem) => outcome.reject({ number: row, problem }),
  });
  // Unlike generated events, rows that were not read are missing.
  if (report.stoppedBy || isWhole) return report;
  return { ...report, stoppedBy: new Error(`interrupted: rows after row ${lastRow} were not read`) };
}

function sendTraffic(
  run: string,
  { mode, eventsPerSecond = 100, duration, burstEvents, workers, giveUpAfter }: ProduceOptions,
  { target, outcome, signal }: Sending,
): Promise<SendReport> {
  const continuous = mode === "continuous";
  return produceTraffic({
    ...target,
    run,
    seed: randomInt(2 ** 32),
    ratePerSecond: continuous ? eventsPerSecond : Number.POSITIVE_INFINITY,
    durationSeconds: duration,
    eventCount: continuous ? undefined : mode === "burst" ? burstEvents : 1,
    workers,
    giveUpAfterMs: giveUpAfter * 1000,
    signal,
    onAcknowledged: () => outcome.acknowledge(),
    onFailed: (record, error) => outcome.fail(record, error),
  });
}

/** How much of the generated events is done, 0 to 1; undefined when they have no end. */
function doneOf({ mode, duration, burstEvents }: ProduceOptions, sent: number, seconds: number): number | undefined {
  if (mode === "burst") return sent / burstEvents;
  return duration === undefined ? undefined : Math.min(1, seconds / duration);
}

function explain(error: Error, { description, streamName }: Target): string {
  if (isUnreachable(error)) return `nothing answers at ${description}: start it with "weir up", or set --endpoint`;
  const isAnswer = "$metadata" in error;
  return isAnswer ? `${streamName} at ${description} refused: ${error.name}: ${error.message}` : error.message;
}
