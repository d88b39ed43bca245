import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { connect } from "node:http2";
import type { Readable } from "node:stream";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { fromUtf8, toUtf8 } from "@smithy/core/serde";
import { AwsError } from "../aws-error";
import { type Endpoint, startEndpoint } from "./endpoint";
import { EventStream, type StreamEvent, sendEventStream } from "./event-stream";
import { jsonCodec } from "./json-codec";

/** Lets the event loop turn until `isTrue`. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe("an event stream", () => {
  let endpoint: Endpoint;
  const errors: string[] = [];

  async function serve(next: () => Promise<StreamEvent | undefined>, end: () => void = () => undefined): Promise<void> {
    errors.length = 0;
    const codec = jsonCodec("application/x-amz-json-1.1");
    endpoint = await startEndpoint({
      port: 0,
      services: [{ name: "s3", handle: (_, response) => sendEventStream(response, new EventStream(next, end), codec) }],
      accountId: "000000000000",
      region: "ap-northeast-1",
      logError: (line) => errors.push(line),
    });
  }

  afterEach(() => endpoint.close());

  /** An event stream that sends what it is given, then what `last` does. */
  function sending(payloads: readonly unknown[], last: () => Promise<undefined>) {
    const left = payloads.map((payload) => ({ type: "Happened", payload }));
    return async () => left.shift() ?? last();
  }

  async function answer(): Promise<IncomingMessage> {
    const [response] = await once(get(endpoint.url), "response");
    return response;
  }

  /** Splits a whole answer into its messages: headers and payload. */
  function messagesOf(bytes: Buffer): { headers: Record<string, unknown>; payload: unknown }[] {
    if (bytes.length === 0) return [];
    const end = bytes.readUInt32BE(0);
    const { headers, body } = new EventStreamCodec(toUtf8, fromUtf8).decode(bytes.subarray(0, end));
    const values = Object.entries(headers).map(([name, { value }]) => [name, value]);
    const message = { headers: Object.fromEntries(values), payload: JSON.parse(Buffer.from(body).toString("utf8")) };
    return [message, ...messagesOf(bytes.subarray(end))];
  }

  const event = { ":message-type": "event", ":content-type": "application/x-amz-json-1.1" };
  const initial = { headers: { ...event, ":event-type": "initial-response" }, payload: {} };
  const happened = { headers: { ...event, ":event-type": "Happened" }, payload: { text: "ключ" } };

  it("begins with the initial response, and ends when there are no more events", async () => {
    await serve(sending([{ text: "ключ" }], async () => undefined));
    const response = await fetch(endpoint.url);
    expect(response.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
    expect(messagesOf(Buffer.from(await response.arrayBuffer()))).toEqual([initial, happened]);
  });

  it("ends with AWS's error as an exception", async () => {
    await serve(sending([{ text: "ключ" }], () => Promise.reject(new AwsError("ResourceInUseException", "in use"))));
    const messages = messagesOf(Buffer.from(await (await fetch(endpoint.url)).arrayBuffer()));
    const headers = { ...event, ":message-type": "exception", ":exception-type": "ResourceInUseException" };
    expect(messages).toEqual([initial, happened, { headers, payload: { message: "in use" } }]);
  });

  it("breaks off at any other error, which is reported", async () => {
    await serve(sending([], () => Promise.reject(new RangeError("no more"))));
    await expect(fetch(endpoint.url).then((response) => response.arrayBuffer())).rejects.toThrow();
    expect(errors).toEqual([expect.stringMatching(/s3 failed on GET \/ .*no more/)]);
  });

  it.each<[string, () => Promise<Readable>]>([
    ["HTTP/1.1", answer],
    [
      "HTTP/2",
      async () => {
        const session = connect(endpoint.url);
        const request = session.request();
        request.on("close", () => session.close());
        await once(request, "response");
        return request;
      },
    ],
  ])("is asked for no more than the client reads, over %s", async (_protocol, open) => {
    let asked = 0;
    const payload = "x".repeat(1 << 16);
    await serve(async () => ({ type: "Happened", payload: ++asked < 10_000 ? payload : undefined }));
    const response = await open();
    let seen = -1;
    while (seen !== asked) {
      seen = asked;
      for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(asked).toBeLessThan(1_000);
    response.resume();
    await until(() => asked > 2_000);
    response.destroy();
  });

  it.each<[string, () => Promise<unknown>]>([
    ["HTTP/1.1", async () => (await answer()).destroy()],
    [
      "HTTP/2",
      async () => {
        const session = connect(endpoint.url);
        const request = session.request();
        await once(request, "response");
        session.destroy();
      },
    ],
  ])("is told at once that its client is gone, over %s", async (_protocol, leave) => {
    let ended = false;
    const waiting = new Promise<undefined>(() => undefined);
    await serve(
      () => waiting,
      () => {
        ended = true;
      },
    );
    await leave();
    await until(() => ended);
    expect(errors).toEqual([]);
  });
});
