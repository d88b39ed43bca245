import * as sdk from "@aws-sdk/client-kinesis";
import { operations } from "../local/kinesis/service";
import type { KinesisAccount } from "./kinesis-account";
import { answerOf, clientInputs, inAccount } from "./kinesis-calls";

type Command = Parameters<sdk.KinesisClient["send"]>[0];

/** By their names, such as `PutRecordCommand`. */
const commands = sdk as unknown as Readonly<Record<string, new (input: unknown) => Command>>;

describe("the unmodified AWS SDK for JavaScript, over the HTTP/2 of its own choice", () => {
  it.each(Object.keys(operations))("calls %s, and reads its answer", async (operation) => {
    const read = await inAccount(async (account) => send(account, operation, await inputOf(account, operation)));
    const answer = await inAccount(async (account) => {
      return answerOf(account, operation, await inputOf(account, operation));
    });
    expect(read).toEqual(answer ?? {});
  });
});

async function inputOf(account: KinesisAccount, operation: string): Promise<object> {
  const input = (await clientInputs(account))[operation];
  if (input) return input;
  throw new Error(`there is no valid call of ${operation}`);
}

/** What the SDK reads, put back into JSON. Of an event stream it is the first event. */
async function send(account: KinesisAccount, operation: string, input: object): Promise<unknown> {
  const endpoint = account.url;
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new sdk.KinesisClient({ endpoint, region: "ap-northeast-1", credentials, maxAttempts: 1 });
  try {
    const Command = commands[`${operation}Command`];
    if (!Command) throw new Error(`the SDK has no command for ${operation}`);
    const output = await client.send(new Command(toSdk("", input)));
    const { $metadata, ...answer } = output;
    if (!("EventStream" in answer) || !answer.EventStream) return toJson(answer);
    for await (const event of answer.EventStream) return toJson({ EventStream: event });
    throw new Error("the stream ended without an event");
  } finally {
    client.destroy();
  }
}

/** An input of JSON as the SDK takes it: bytes for base64, dates for seconds. */
function toSdk(member: string, value: unknown): unknown {
  if (member === "Data") return Buffer.from(String(value), "base64");
  if (member === "Timestamp") return new Date(Number(value) * 1000);
  if (Array.isArray(value)) return value.map((item) => toSdk("", item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toSdk(name, inner)]));
}

/** The other way round; members that are absent are left out. */
function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(present.map(([name, inner]) => [name, toJson(inner)]));
}
