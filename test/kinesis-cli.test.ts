import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { clientEnvironment } from "./client-environment";
import type { KinesisAccount } from "./kinesis-account";
import { answerOf, clientInputs, inAccount, StreamName } from "./kinesis-calls";
import { describeWith } from "./requirements";

const run = promisify(execFile);

/** The CLI has no command for an operation that answers with an event stream. */
const withoutCommand = ["SubscribeToShard"];
/** A command takes half a second of a processor. */
const commandsAtOnce = 4;

describeWith("python", "the unmodified AWS CLI", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-kinesis-cli-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What `aws kinesis …` prints, parsed. */
  async function aws({ url }: KinesisAccount, ...args: readonly string[]): Promise<unknown> {
    const env = clientEnvironment(folder, url, "ap-northeast-1");
    const { stdout } = await run("aws", ["kinesis", ...args, "--output", "json"], { env });
    return stdout === "" ? undefined : JSON.parse(stdout, timesAsMs);
  }

  it("calls each operation that it has a command for, and prints its answer", async () => {
    const commands = (await inAccount(operationsOf)).filter((operation) => !withoutCommand.includes(operation));
    const outcomes = await inParallel(commands, async (operation) => {
      const printed = await inAccount(async (account) => {
        const input = (await clientInputs(account))[operation] ?? {};
        return aws(account, kebab(operation), ...Object.entries(input).flatMap(option));
      });
      const answer = await inAccount(async (account) => {
        return answerOf(account, operation, (await clientInputs(account))[operation] ?? {});
      });
      return { operation, printed, answer: answer && JSON.parse(JSON.stringify(answer), timesAsMs) };
    });
    expect(outcomes.map(({ operation, printed }) => ({ operation, printed }))).toEqual(
      outcomes.map(({ operation, answer }) => ({ operation, printed: answer })),
    );
    expect(outcomes.length).toBeGreaterThan(30);
  }, 180_000);

  it("waits for a stream until it is there, and until it is not", async () => {
    await inAccount(async (account) => {
      await aws(account, "wait", "stream-exists", "--stream-name", StreamName);
      await aws(account, "wait", "stream-not-exists", "--stream-name", "nowhere");
    });
  }, 60_000);
});

async function operationsOf(account: KinesisAccount): Promise<string[]> {
  return Object.keys(await clientInputs(account));
}

/** Runs a few at a time, and gives their results in order. */
async function inParallel<T, R>(items: readonly T[], body: (item: T) => Promise<R>): Promise<R[]> {
  const waiting = [...items.entries()];
  const results: R[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await body(next[1]);
  };
  await Promise.all(Array.from({ length: commandsAtOnce }, work));
  return results;
}

/** `StreamARN` as the CLI writes it: `stream-arn`. */
function kebab(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

function option([member, value]: [string, unknown]): string[] {
  const name = `--${kebab(member)}`;
  if (value === true) return [name];
  return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
}

/** The CLI's versions print times as seconds or as ISO 8601. */
function timesAsMs(key: string, value: unknown): unknown {
  if (!/(Timestamp|At)$/.test(key)) return value;
  return typeof value === "number" ? value * 1000 : Date.parse(String(value));
}
