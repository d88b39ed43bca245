import { EventStreamCodec } from "@smithy/core/event-streams";
import { VirtualClock } from "../local/clock";
import { noMetrics } from "../local/cloudwatch/no-metrics";
import { Kinesis } from "../local/kinesis/kinesis";
import { kinesisService } from "../local/kinesis/service";
import { seededRandom } from "../local/random";
import { startEndpoint } from "../local/server/endpoint";

const account = { accountId: "000000000000", region: "ap-northeast-1" };
const transitionMs = 1_000;

/** What came of a call: its answer, or the code of its error. */
export type Outcome = { readonly answer: unknown } | { readonly code: string; readonly message: string };

/** An account on a virtual clock behind the real endpoint: its states take a second. */
export interface KinesisAccount {
  readonly url: string;
  readonly kinesis: Kinesis;
  readonly clock: VirtualClock;
  /** Lets what is coming, going or changing be done. */
  settle(): Promise<void>;
  /** Calls an operation over HTTP, in JSON. The answer of SubscribeToShard is its first event. */
  call(operation: string, input: object): Promise<Outcome>;
  close(): Promise<void>;
}

/** Starts an account without streams, in which AWS's limits hold or not. */
export async function startKinesisAccount(limits: boolean): Promise<KinesisAccount> {
  const clock = new VirtualClock();
  const kinesis = new Kinesis({ clock, random: seededRandom(1), ...account, metrics: noMetrics, limits, transitionMs });
  const endpoint = await startEndpoint({ port: 0, services: [kinesisService(kinesis)], ...account });
  return {
    url: endpoint.url,
    kinesis,
    clock,
    settle: () => clock.advance(transitionMs),
    async call(operation, input) {
      const response = await fetch(endpoint.url, {
        method: "POST",
        headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `Kinesis_20131202.${operation}` },
        body: JSON.stringify(input),
      });
      if (response.headers.get("content-type") === "application/vnd.amazon.eventstream") {
        return { answer: { EventStream: await firstEvent(response) } };
      }
      const text = await response.text();
      const body = text === "" ? undefined : JSON.parse(text);
      return response.ok ? { answer: body } : { code: body.__type, message: body.message ?? "" };
    },
    close: () => endpoint.close(),
  };
}

/** The first event of a stream after the initial response, as a member of the union; then hangs up. */
async function firstEvent(response: Response): Promise<unknown> {
  const frames = new EventStreamCodec(
    (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
    (text) => Buffer.from(text),
  );
  let bytes = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4 && bytes.length >= bytes.readUInt32BE(0)) {
      const length = bytes.readUInt32BE(0);
      const { headers, body } = frames.decode(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
      const type = String(headers[":event-type"]?.value ?? headers[":exception-type"]?.value);
      if (type !== "initial-response") return { [type]: JSON.parse(Buffer.from(body).toString("utf8")) };
    }
  }
  throw new Error("the stream ended without an event");
}
