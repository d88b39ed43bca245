import { type Command, Option } from "commander";
import type { Fault } from "../local";
import { describeFault } from "./fault/describe-fault";
import { durationSeconds } from "./fault/duration";
import { type FaultRequest, FaultsClient } from "./fault/faults-client";
import { localEndpoint } from "./local-endpoint";
import { numberIn } from "./number-option";

const examples = `
Kinds, and what they are set on:
  throttle  stream, function, delivery (Direct PUT), table, index: refused as beyond its capacity
  fail      stream, function, table: answers with an error; delivery, queue, bucket: refuses what it is brought;
            application: its checkpoints fail
  slow      function: each invocation takes --seconds longer
  stall     mapping, delivery: reads nothing; consumer: is sent no records; application: falls behind
  poison    stream, delivery (Direct PUT): gets --per-second records that are no JSON
  flood     stream, delivery (Direct PUT): producers take up --share of its capacity
  silence   stream: its producers can't reach it
  restart   application: begins anew each minute
  heat      application: its processors and its heap are nearly full

A target is <type>/<name>: index/<table>/<index>, consumer/<stream>/<consumer>, mapping/<function>. The end of a name will
do where only one has it: stream/data-stream.

Examples:
  weir fault throttle stream/data-stream --share 0.2 --for 10m
  weir fault throttle table/processed-data --operation reads
  weir fault slow function/stream-processor --seconds 50
  weir fault stall mapping/stream-processor --json
  weir fault list
  weir fault clear fault-1
  weir fault clear                        all of them

Exit codes: 0 well, 1 error.`;

interface ClientOptions {
  readonly endpoint?: string;
  readonly json: boolean;
}

interface SetOptions extends ClientOptions, Omit<FaultRequest, "kind" | "target" | "forSeconds"> {
  readonly for: number | undefined;
}

/** Adds `weir fault`: has something go wrong in the local AWS, so that alarms can be seen to fire. */
export function registerFault(program: Command): void {
  const fault = withClientOptions(program.command("fault"))
    .description("Have something go wrong in the environment that runs on this machine (weir up).")
    .argument("<kind>", "what goes wrong")
    .argument("<target>", "with which resource: <type>/<name>")
    .addOption(
      new Option("--operation <operation>", "of a stream, a table or an index (default: writes)").choices([
        "writes",
        "reads",
      ]),
    )
    .option(
      "--share <share>",
      "how much of it goes wrong (default: 1), or is taken up by a flood (default: 0.9)",
      numberIn(0.001, 1, "a share"),
    )
    .option("--seconds <s>", "how much slower (default: 5)", numberIn(0.001, 900, "a number of seconds"))
    .option("--per-second <n>", "poisonous records (default: 1)", numberIn(0.001, 500, "a number of records"))
    .option("--for <duration>", "90s, 10m, 2h (default: until it is cleared)", durationSeconds)
    .addHelpText("after", examples)
    .action(setFault);
  withClientOptions(fault.command("list")).description("List the faults in force.").action(listFaults);
  withClientOptions(fault.command("clear"))
    .description("End a fault, or all of them.")
    .argument("[id]", "the fault's id")
    .action(clearFaults);
}

function withClientOptions(command: Command): Command {
  return command
    .option("--endpoint <url>", "local endpoint (default: AWS_ENDPOINT_URL, else http://127.0.0.1:4566)")
    .option("--json", "print JSON", false);
}

async function setFault(kind: string, target: string, options: SetOptions): Promise<void> {
  const { operation, share, seconds, perSecond, for: forSeconds } = options;
  const fault = await clientOf(options).set({ kind, target, operation, share, seconds, perSecond, forSeconds });
  print(options, fault, [fault]);
}

async function listFaults(_: object, command: Command): Promise<void> {
  const options = command.optsWithGlobals<ClientOptions>();
  const faults = await clientOf(options).list();
  print(options, { faults }, faults, "no fault is in force");
}

async function clearFaults(id: string | undefined, _: object, command: Command): Promise<void> {
  const options = command.optsWithGlobals<ClientOptions>();
  const cleared = await clientOf(options).clear(id);
  print(options, { cleared }, cleared, "no fault was in force");
}

function clientOf({ endpoint }: ClientOptions): FaultsClient {
  return new FaultsClient(localEndpoint(endpoint).endpoint);
}

function print({ json }: ClientOptions, answer: object, faults: readonly Fault[], none = ""): void {
  const lines = faults.map((fault) => describeFault(fault, Date.now()));
  process.stdout.write(`${json ? JSON.stringify(answer) : lines.join("\n") || none}\n`);
}
