import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { callErrors, type ScriptedStream, startScriptedStream } from "../../test/scripted-stream";
import { registerProduce } from "../produce";

const weir = join(__dirname, "../../bin/weir.js");
const folder = mkdtempSync(join(tmpdir(), "weir-produce-"));
let stream: ScriptedStream;
beforeAll(async () => {
  stream = await startScriptedStream("kinesis-streaming-dev-data-stream");
});
beforeEach(() => stream.restart());
afterAll(async () => {
  await stream.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs `weir produce` as a process of its own, with the stream's endpoint in its environment.
 * @param interrupt is sent to it as soon as the stream has a record
 */
function produce(
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
  interrupt?: NodeJS.Signals,
): Promise<Ended> {
  const env = { ...process.env, NODE_NO_WARNINGS: "1", AWS_ENDPOINT_URL: stream.url, ...variables };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [weir, "produce", ...args], { cwd: folder, env }, (error, out, err) => {
      clearInterval(watch);
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
    const watch = setInterval(() => {
      if (interrupt === undefined || stream.records().length === 0) return;
      clearInterval(watch);
      child.kill(interrupt);
    }, 20);
  });
}

function summaryOf({ out }: Ended): unknown {
  return JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const linesOf = (path: string) => readFileSync(path, "utf8").trimEnd().split("\n");
const rows = (...users: string[]) => users.map((user) => JSON.stringify({ user_id: user, event_type: "X" })).join("\n");

test("a single event is a web shop's, keyed by its user", async () => {
  const ended = await produce(["--mode", "single", "--json"]);
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(summaryOf(ended)).toMatchObject({ sent: 1, failed: 0, rejected: 0, resent: 0, calls: 1 });
  const [record] = stream.records();
  const event: unknown = JSON.parse(record?.data ?? "");
  expect(event).toMatchObject({ user_id: record?.partitionKey, event_id: expect.stringMatching(/^[0-9a-f]{8}-0$/) });
}, 30_000);

test("a burst has exactly its events, each with an id of its own", async () => {
  const ended = await produce(["--mode", "burst", "--burst-events", "1234"]);
  expect(ended.code).toBe(0);
  expect(ended.out).toContain("sent 1,234 events to kinesis-streaming-dev-data-stream");
  const ids = stream.records().map(({ data }) => (JSON.parse(data) as { event_id: string }).event_id);
  expect(new Set(ids).size).toBe(1_234);
  expect(ids).toHaveLength(1_234);
}, 30_000);

test("records that the stream did not take are kept in a file that --file sends unchanged", async () => {
  const file = write("events.ndjson", rows("ann", "bob", "cid", "dan"));
  stream.restart({ refuses: ({ partitionKey }) => partitionKey === "bob" || partitionKey === "dan" });
  const first = await produce(["--file", file, "--give-up-after", "0", "--failed", "failed.ndjson", "--json"]);
  expect(first.code).toBe(1);
  expect(summaryOf(first)).toMatchObject({ sent: 2, failed: 2, failedFile: "failed.ndjson" });
  expect(first.err).toContain("weir produce --file failed.ndjson");

  stream.restart();
  const second = await produce(["--file", "failed.ndjson", "--json"]);
  expect(second.code).toBe(0);
  expect(stream.records().map(({ data, partitionKey }) => [partitionKey, data])).toEqual(
    expect.arrayContaining([
      ["bob", '{"user_id":"bob","event_type":"X"}'],
      ["dan", '{"user_id":"dan","event_type":"X"}'],
    ]),
  );
  expect(stream.records()).toHaveLength(2);
}, 30_000);

test("a CSV file's rows become events, and those that can't are told, kept and left out", async () => {
  const file = write(
    "orders.csv",
    "customer,total,at\nann,12.5,04.03.2026 05:06\n,1,04.03.2026 05:06\nbob,dear,nonsense\n",
  );
  const ended = await produce([
    ...["--file", file, "--map", "user_id=customer", "--map", "value=total", "--map", "timestamp=at"],
    ...["--set", "event_type=ORDER", "--id", "row", "--timestamp-format", "dd.MM.yyyy HH:mm"],
    ...["--time-zone", "Europe/Berlin", "--rejects", "rejects.ndjson", "--json"],
  ]);
  expect(ended.code).toBe(1);
  expect(summaryOf(ended)).toMatchObject({ sent: 1, failed: 0, rejected: 2 });
  expect(ended.err).toContain('row 2: "user_id" is missing or empty; the row has');
  expect(linesOf(join(folder, "rejects.ndjson")).map((line) => JSON.parse(line) as unknown)).toEqual([
    { row: 2, reason: expect.stringContaining('"user_id" is missing') },
    { row: 3, reason: '"value" is "dear", and must be a number' },
  ]);
  expect(stream.records().map(({ data }) => JSON.parse(data) as unknown)).toEqual([
    { event_id: "1", user_id: "ann", event_type: "ORDER", value: 12.5, timestamp: "2026-03-04T04:06:00.000Z" },
  ]);
}, 30_000);

test("a row of more than 1 MiB is told by its number, and the others are sent", async () => {
  const large = JSON.stringify({ user_id: "ann", event_type: "X", note: "x".repeat(1024 * 1024) });
  const ended = await produce(["--file", write("large.ndjson", `${rows("a")}\n${large}\n${rows("b")}`), "--json"]);
  expect(summaryOf(ended)).toMatchObject({ sent: 2, rejected: 1 });
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("row 2: the record has 1048623 bytes") });
}, 30_000);

test("a mistyped column is told before anything is sent, and leaves no file behind", async () => {
  const before = readdirSync(folder);
  const file = write("typo.csv", "customer,kind\nann,X\n");
  const ended = await produce(["--file", file, "--map", "user_id=custmer"]);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain('has no column "custmer"; it has customer, kind (did you mean customer?)');
  expect(stream.records()).toEqual([]);
  expect(readdirSync(folder)).toEqual([...before, "typo.csv"].sort());
}, 30_000);

test.each<NodeJS.Signals>(["SIGINT", "SIGTERM"])(
  "at %s a file's rest is not sent, and the run says so",
  async (signal) => {
    const file = write("long.ndjson", rows("ann", "bob", "cid"));
    const ended = await produce(["--file", file, "--events-per-second", "0.1", "--json"], {}, signal);
    expect(ended).toMatchObject({ code: 1, err: "weir: interrupted: rows after row 1 were not read\n" });
    expect(summaryOf(ended)).toMatchObject({ sent: 1, failed: 0, stoppedBy: expect.stringContaining("after row 1") });
  },
  30_000,
);

test("generated events without an end are whole at Ctrl-C", async () => {
  const ended = await produce(["--json"], {}, "SIGINT");
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(summaryOf(ended)).toMatchObject({ sent: stream.records().length, failed: 0 });
}, 30_000);

test("a file for rejects that exists already is left alone, and no other is left behind", async () => {
  const file = write("kept.ndjson", "kept");
  const before = readdirSync(folder);
  const ended = await produce(["--file", file, "--rejects", "kept.ndjson"]);
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("kept.ndjson") });
  expect(readdirSync(folder)).toEqual(before);
}, 30_000);

test("an error of the stream's ends the run with one line", async () => {
  stream.restart({ call: callErrors.noSuchStream });
  const ended = await produce(["--mode", "single", "--failed", "refused.ndjson"]);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain("refused: ResourceNotFoundException: Stream gone under account 000000000000 not found.");
}, 30_000);

test.each([
  [
    ["--stream", "data-strem"],
    {},
    'has no stream "data-strem"; it has data-stream, event-aggregates, analytics-rejects (did you mean data-stream?)',
  ],
  [["--env", "prd"], {}, "did you mean prod?"],
  [["--aws"], {}, "--aws, but AWS_ENDPOINT_URL is http://127.0.0.1"],
  [["--aws"], { AWS_ENDPOINT_URL: "" }, 'environment "dev" has the placeholder account 000000000000: set yours in'],
  [["--endpoint", "https://kinesis.us-east-1.amazonaws.com"], {}, "is AWS's own: use --aws"],
  [["--endpoint", "127.0.0.1"], {}, 'the endpoint "127.0.0.1" is not a URL'],
  [["--endpoint", "http://127.0.0.1:9", "--failed", "nobody.ndjson"], {}, "nothing answers at http://127.0.0.1:9"],
  [["--file", "missing.csv"], {}, "missing.csv"],
])(
  "%j can't be sent to, and says why",
  async (args, variables, expected) => {
    const ended = await produce(args, variables);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(expected) });
  },
  30_000,
);

test.each([
  ["--workers 0", "argument '0' is invalid. It must be a whole number of calls from 1 to 64."],
  ["--workers 2.5", "It must be a whole number of calls"],
  ["--events-per-second fast", "argument 'fast' is invalid. It must be a number of events from 0.01 to 1000000."],
  ["--duration -1", "It must be a number of seconds from 0"],
  ["--mode sometimes", "Allowed choices are continuous, burst, single"],
  ["--file f --map user_id", "It must be a field and a column, as in user_id=customer."],
  ["--file f --map __proto__.x=a", "It must be names with dots between them"],
  ["--file f --set =x", "It must be a field and a value"],
  ["--file f --id column", "It must be row, or column:<name>."],
  ["--file f --time-zone Mars/Base", "It must be a time zone by its IANA name"],
  ["--file f --speed 0", "It must be a number above 0 (2 is twice as fast), or max."],
  ["--file f --speed 2 --events-per-second 5", "'--events-per-second' can't be used with --speed"],
  ["--file f --mode burst", "'--mode' is for generated events, and can't be used with --file"],
  ["--id row", "'--id' is for a file: give --file <path> too"],
  ["--burst-events 5", "'--burst-events' is for --mode burst, and the mode is continuous"],
  ["--mode single --duration 5", "'--duration' is for --mode continuous, and the mode is single"],
])("%s is refused with what is allowed", async (args, expected) => {
  let told = "";
  const program = new Command().exitOverride().configureOutput({
    writeErr: (text) => {
      told += text;
    },
  });
  registerProduce(program);
  await expect(program.parseAsync(["produce", ...args.split(" ")], { from: "user" })).rejects.toThrow(CommanderError);
  expect(told).toContain(expected);
});
