import type { ServerResponse } from "node:http";
import type { SplunkDestinationDescription } from "@aws-sdk/client-firehose";
import fc from "fast-check";
import {
  type DestinationTest,
  deliver,
  deliveryRecords,
  destinationTest,
  type ReceivedRequest,
  startReceiver,
} from "./destination-fixture";
import { SplunkDestination } from "./splunk-destination";

let test: DestinationTest;

beforeEach(() => {
  test = destinationTest();
});

type Answer = (response: ServerResponse, position: number) => void;

const json =
  (body: object, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const taken = json({ text: "Success", code: 0, ackId: 7 });
const indexed = json({ acks: { "7": true } });
const notIndexed = json({ acks: { "7": false } });

const isQuery = ({ path }: ReceivedRequest) => path.startsWith("/services/collector/ack?");

/** A destination at a HEC that answers data and queries so, each with their position among their like. */
async function start(answers: { data?: Answer; query?: Answer }, description: SplunkDestinationDescription = {}) {
  const { data = taken, query = indexed } = answers;
  let queries = 0;
  let deliveries = 0;
  const receiver = await startReceiver((request, response) =>
    isQuery(request) ? query(response, queries++) : data(response, deliveries++),
  );
  const defaults: SplunkDestinationDescription = {
    HECEndpoint: receiver.url,
    HECEndpointType: "Raw",
    HECAcknowledgmentTimeoutInSeconds: 180,
    RetryOptions: { DurationInSeconds: 0 },
  };
  return { receiver, destination: new SplunkDestination({ ...defaults, ...description }, "token-1", test) };
}

describe("a request", () => {
  it.each([
    ["Raw", "raw"],
    ["Event", "event"],
  ] as const)("of type %s has the bytes of all records, on a channel of its own", async (HECEndpointType, path) => {
    const { receiver, destination } = await start({}, { HECEndpointType });
    const records = deliveryRecords("first\n", "second", "third\n");
    expect(await deliver(destination, records)).toEqual({ delivered: records, failed: [] });
    const [data, query] = receiver.requests;
    const channel = String(data?.headers["x-splunk-request-channel"]);
    expect(channel).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(data).toMatchObject({
      path: `/services/collector/${path}?channel=${channel}`,
      headers: { authorization: "Splunk token-1" },
      body: "first\nsecondthird\n",
    });
    expect(query).toMatchObject({
      path: `/services/collector/ack?channel=${channel}`,
      headers: { authorization: "Splunk token-1", "x-splunk-request-channel": channel },
      body: '{"acks":[7]}',
    });
  });

  it("carries no token when there is none", async () => {
    const { receiver } = await start({});
    const destination = new SplunkDestination({ HECEndpoint: `${receiver.url}/` }, undefined, test);
    await deliver(destination, deliveryRecords("a"));
    expect(receiver.requests[0]?.path).toMatch(/^\/services\/collector\/raw\?/);
    expect(receiver.requests[0]?.headers).not.toHaveProperty("authorization");
  });
});

describe("an acknowledgment", () => {
  it("is asked for until it comes, every second", async () => {
    const { receiver, destination } = await start({
      query: (response, position) => (position < 5 ? notIndexed : indexed)(response, position),
    });
    expect((await deliver(destination, deliveryRecords("a"))).failed).toEqual([]);
    expect(receiver.requests.filter(isQuery)).toHaveLength(6);
    expect(test.clock.now() - Date.UTC(2026, 0, 1)).toBe(5_000);
  });

  it("may be asked for in vain for a while", async () => {
    const { destination } = await start({
      query: (response, position) => {
        if (position === 0) json({ text: "Server is busy", code: 9 }, 503)(response, position);
        else if (position === 1) response.destroy();
        else indexed(response, position);
      },
    });
    expect((await deliver(destination, deliveryRecords("a"))).failed).toEqual([]);
  });

  it("that never comes fails the records, each attempt after its own timeout", async () => {
    const { receiver, destination } = await start(
      { query: notIndexed },
      { HECAcknowledgmentTimeoutInSeconds: 200, RetryOptions: { DurationInSeconds: 1 } },
    );
    const records = deliveryRecords("a", "b");
    const { delivered, failed } = await deliver(destination, records);
    expect(delivered).toEqual([]);
    const attemptsMade = failed[0]?.attemptsMade ?? 0;
    expect(attemptsMade).toBeGreaterThan(1);
    expect(failed).toMatchObject(records.map((record) => ({ record, errorCode: "Splunk.AckTimeout", attemptsMade })));
    // The waits for acknowledgments leave the retry duration as it is.
    expect(test.clock.now() - Date.UTC(2026, 0, 1)).toBe(attemptsMade * 200_000 + 1_000);
    expect(receiver.requests.filter((request) => !isQuery(request))).toHaveLength(attemptsMade);
  });

  it.each([
    ["is not promised", { data: json({ text: "Success", code: 0 }) }],
    ["is disabled when data is sent", { data: json({ text: "ACK is disabled", code: 14 }, 400) }],
    ["is disabled when it is asked for", { query: json({ text: "ACK is disabled", code: 14 }, 400) }],
  ])("%s: that is an error at once", async (_what, answers) => {
    const { destination } = await start(answers);
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "Splunk.DisabledAck", attemptEndingMs: Date.UTC(2026, 0, 1) },
    ]);
  });
});

describe("what HEC answers is an error of AWS's list:", () => {
  it.each([
    [{ text: "Token disabled", code: 1 }, 403, "Splunk.DisabledToken"],
    [{ text: "Token is required", code: 2 }, 401, "Splunk.InvalidToken"],
    [{ text: "Invalid authorization", code: 3 }, 401, "Splunk.InvalidToken"],
    [{ text: "Invalid token", code: 4 }, 403, "Splunk.InvalidToken"],
    [{ text: "No data", code: 5 }, 400, "Splunk.InvalidDataFormat"],
    [{ text: "Invalid data format", code: 6 }, 400, "Splunk.InvalidDataFormat"],
    [{ text: "Incorrect index", code: 7 }, 400, "Splunk.InvalidIndex"],
    [{ text: "Internal server error", code: 8 }, 500, "Splunk.ServerError"],
    [{ text: "Server is busy", code: 9 }, 503, "Splunk.IndexerBusy"],
    [{ text: "Event field is required", code: 12 }, 400, "Splunk.InvalidDataFormat"],
    [{}, 502, "Splunk.ServerError"],
  ])("%j with status %i", async (body, status, errorCode) => {
    const { destination } = await start({ data: json(body, status) });
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([{ errorCode, attemptsMade: 1 }]);
  });

  it("no JSON", async () => {
    const { destination } = await start({ data: (response) => response.writeHead(404).end("<html>") });
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "Splunk.ServerError", errorMessage: expect.stringContaining("(404: <html>)") },
    ]);
  });
});

describe("where no answer comes, the error says why:", () => {
  it("nothing listens", async () => {
    const { receiver, destination } = await start({});
    await receiver.close();
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "Splunk.InvalidEndpoint", errorMessage: expect.stringContaining("ECONNREFUSED") },
    ]);
  });

  it("the connection is cut", async () => {
    const { destination } = await start({ data: (response) => response.destroy() });
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "Splunk.ConnectionClosed" },
    ]);
  });

  it("three minutes pass", async () => {
    const { receiver, destination } = await start({ data: () => undefined });
    const delivery = deliver(destination, deliveryRecords("a"));
    await receiver.received(1);
    await test.clock.advance(180_000);
    expect((await delivery).failed).toMatchObject([{ errorCode: "Splunk.ConnectionTimeout" }]);
  });
});

it("sends the data again after an error, while the retry duration lasts", async () => {
  const { receiver, destination } = await start(
    { data: (response, position) => (position < 2 ? json({ code: 9 }, 503) : taken)(response, position) },
    { RetryOptions: { DurationInSeconds: 60 } },
  );
  expect((await deliver(destination, deliveryRecords("a"))).failed).toEqual([]);
  expect(receiver.requests.filter((request) => !isQuery(request)).map(({ body }) => body)).toEqual(["a", "a", "a"]);
});

it("is stopped while it waits for an acknowledgment", async () => {
  const stopping = new AbortController();
  const { destination } = await start({
    query: (response, position) => {
      notIndexed(response, position);
      if (position === 3) stopping.abort();
    },
  });
  const records = deliveryRecords("a");
  const { delivered, failed } = await destination.deliver(records, stopping.signal);
  expect(delivered).toEqual([]);
  expect(failed).toMatchObject([
    { record: records[0], errorCode: "Splunk.ConnectionClosed", errorMessage: expect.stringContaining("stopped") },
  ]);
});

it("delivers or fails each record exactly once, whatever HEC answers", async () => {
  let script: readonly number[] = [];
  let position = 0;
  const scripted: Answer = (response) => {
    const code = script[position++ % script.length] ?? 0;
    if (code === -1) response.destroy();
    else json({ code, ...(code === 0 && { ackId: 7, acks: { "7": true } }) }, code === 0 ? 200 : 500)(response, 0);
  };
  const { destination } = await start({ data: scripted, query: scripted }, { RetryOptions: { DurationInSeconds: 10 } });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(0, 0, 4, 8, -1), { minLength: 1 }),
      fc.array(fc.string(), { maxLength: 10 }),
      async (codes, data) => {
        script = codes;
        const records = deliveryRecords(...data);
        const { delivered, failed } = await deliver(destination, records);
        const all = [...delivered, ...failed.map(({ record }) => record)];
        expect(all).toHaveLength(records.length);
        expect(new Set(all)).toEqual(new Set(records));
      },
    ),
    { numRuns: 50 },
  );
});
