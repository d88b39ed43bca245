import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import type { HttpEndpointDestinationDescription } from "@aws-sdk/client-firehose";
import fc from "fast-check";
import {
  type Answer,
  type DestinationTest,
  deliver,
  deliveryRecords,
  destinationTest,
  type ReceivedRequest,
  startReceiver,
} from "./destination-fixture";
import { HttpEndpointDestination } from "./http-endpoint-destination";

let test: DestinationTest;

beforeEach(() => {
  test = destinationTest();
});

/** A destination at a server that answers so; `description` says what differs. */
async function start(answer: Answer, description: HttpEndpointDestinationDescription = {}, accessKey?: string) {
  const receiver = await startReceiver(answer);
  return { receiver, destination: at(`${receiver.url}/firehose?a=1`, description, accessKey) };
}

function at(Url: string, description: HttpEndpointDestinationDescription = {}, accessKey?: string) {
  const defaults = { EndpointConfiguration: { Url }, RetryOptions: { DurationInSeconds: 300 } };
  return new HttpEndpointDestination({ ...defaults, ...description }, accessKey, test);
}

/** Answers as AWS's specification has it; `fields` replace its own. */
function answered(request: ReceivedRequest, response: ServerResponse, status = 200, fields: object = {}): void {
  const { requestId } = JSON.parse(request.body);
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ requestId, timestamp: 1_578_090_903_599, ...fields }));
}

const once: HttpEndpointDestinationDescription = { RetryOptions: { DurationInSeconds: 0 } };
const texts = (records: readonly { data: Buffer }[]) => records.map(({ data }) => data.toString());
const recordsOf = ({ body }: ReceivedRequest): string[] =>
  JSON.parse(body).records.map(({ data }: { data: string }) => Buffer.from(data, "base64").toString());

describe("a request", () => {
  it("is what AWS sends", async () => {
    const { receiver, destination } = await start((request, response) => answered(request, response));
    const outcome = await deliver(destination, deliveryRecords("hello", ""));
    const [request] = receiver.requests;
    const requestId = request?.headers["x-amz-firehose-request-id"];
    expect(request?.path).toBe("/firehose?a=1");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      requestId,
      timestamp: Date.UTC(2026, 0, 1),
      records: [{ data: "aGVsbG8=" }, { data: "" }],
    });
    expect(request?.headers).toMatchObject({
      "x-amz-firehose-protocol-version": "1.0",
      "x-amz-firehose-source-arn": "arn:aws:firehose:eu-west-1:000000000000:deliverystream/orders",
      "content-type": "application/json",
    });
    expect(request?.headers).not.toHaveProperty("content-encoding");
    expect(request?.headers).not.toHaveProperty("x-amz-firehose-access-key");
    expect(request?.headers).not.toHaveProperty("x-amz-firehose-common-attributes");
    expect(texts(outcome.delivered)).toEqual(["hello", ""]);
    expect(outcome.failed).toEqual([]);
  });

  it("carries the access key and the common attributes, and is compressed if told so", async () => {
    const CommonAttributes = [
      { AttributeName: "context", AttributeValue: "pré-prod" },
      { AttributeName: "empty", AttributeValue: "" },
    ];
    const { receiver, destination } = await start(
      (request, response) => answered(request, response),
      { RequestConfiguration: { ContentEncoding: "GZIP", CommonAttributes } },
      "key 1",
    );
    expect((await deliver(destination, deliveryRecords("hello"))).failed).toEqual([]);
    const [request] = receiver.requests;
    expect(request?.headers).toMatchObject({ "content-encoding": "gzip", "x-amz-firehose-access-key": "key 1" });
    expect(JSON.parse(String(request?.headers["x-amz-firehose-common-attributes"]))).toEqual({
      commonAttributes: { context: "pré-prod", empty: "" },
    });
  });

  it("has at most 10,000 records, and the next a new id", async () => {
    const { receiver, destination } = await start((request, response) => answered(request, response));
    const records = deliveryRecords(...Array.from({ length: 10_001 }, (_, position) => `${position}`));
    expect((await deliver(destination, records)).delivered).toEqual(records);
    expect(receiver.requests.map((request) => recordsOf(request).length)).toEqual([10_000, 1]);
    expect(new Set(receiver.requests.map(({ headers }) => headers["x-amz-firehose-request-id"])).size).toBe(2);
  });

  it("is at most 64 MiB long before its compression", async () => {
    const { receiver, destination } = await start((request, response) => answered(request, response));
    const records = deliveryRecords(...Array.from({ length: 51 }, () => Buffer.alloc(1_024_000)));
    expect((await deliver(destination, records)).failed).toEqual([]);
    expect(receiver.requests.map((request) => recordsOf(request).length)).toEqual([49, 2]);
    expect(receiver.requests[0]?.body.length).toBeLessThanOrEqual(64 * 1024 * 1024);
  });
});

describe("a failed attempt", () => {
  it("is repeated with the same request until it succeeds, after 1, 2 and 4 s give or take 15 %", async () => {
    const { receiver, destination } = await start((request, response, position) =>
      answered(request, response, position < 3 ? 500 : 200),
    );
    expect((await deliver(destination, deliveryRecords("a"))).failed).toEqual([]);
    expect(new Set(receiver.requests.map(({ body }) => body)).size).toBe(1);
    expect(receiver.requests).toHaveLength(4);
    const waitedMs = test.clock.now() - Date.UTC(2026, 0, 1);
    expect(waitedMs).toBeGreaterThanOrEqual(7_000 * 0.85);
    expect(waitedMs).toBeLessThanOrEqual(7_000 * 1.15);
    expect(test.notices).toEqual([
      expect.stringMatching(
        /^orders: a delivery failed and is tried again for 300 s: HttpEndpoint.DestinationException: /,
      ),
    ]);
  });

  it("is the last when the retry duration is over, and its error the records'", async () => {
    const { receiver, destination } = await start((request, response, position) =>
      answered(request, response, 429, { errorMessage: `refused ${position}` }),
    );
    const records = deliveryRecords("a", "b");
    const { delivered, failed } = await deliver(destination, records);
    expect(delivered).toEqual([]);
    expect(failed).toHaveLength(2);
    expect(failed[0]).toEqual({
      record: records[0],
      errorCode: "HttpEndpoint.DestinationException",
      errorMessage: expect.stringContaining('status code. 429: {"requestId":"'),
      attemptsMade: receiver.requests.length,
      attemptEndingMs: Date.UTC(2026, 0, 1) + 300_000,
    });
    expect(failed[0]?.errorMessage).toContain(`refused ${receiver.requests.length - 1}`);
    // 1 + 2 + 4 … + 128 s is less than 300 s, and the last wait is cut short.
    expect(receiver.requests.length).toBeGreaterThan(8);
  });

  it("is not repeated with a retry duration of 0", async () => {
    const { receiver, destination } = await start((request, response) => answered(request, response, 503), once);
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([{ attemptsMade: 1 }]);
    expect(receiver.requests).toHaveLength(1);
    expect(test.notices).toEqual([]);
  });

  it("is not repeated when the payload is too large", async () => {
    const { receiver, destination } = await start((request, response) => answered(request, response, 413));
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.DestinationException", attemptsMade: 1 },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });
});

describe("only a response as specified is a success:", () => {
  it.each<[string, Answer, string]>([
    ["a 200 without a body", (_request, response) => response.end(), "has no content-type: application/json header"],
    [
      "another content type",
      (_request, response) => response.setHeader("content-type", "text/plain").end("{}"),
      "has no content-type: application/json header",
    ],
    [
      "an encoded body",
      (request, response) => answered(request, response.setHeader("content-encoding", "identity")),
      "is content-encoded",
    ],
    [
      "no JSON",
      (_request, response) => response.setHeader("content-type", "application/json").end("ok"),
      "is not recognized as valid JSON or has unexpected fields",
    ],
    [
      "a field too many",
      (request, response) => answered(request, response, 200, { ok: true }),
      "is not recognized as valid JSON or has unexpected fields",
    ],
    [
      "no requestId",
      (request, response) => answered(request, response, 200, { requestId: undefined }),
      "has no requestId",
    ],
    [
      "another requestId",
      (request, response) => answered(request, response, 200, { requestId: "other" }),
      "has another requestId",
    ],
    [
      "a timestamp in quotes",
      (request, response) => answered(request, response, 200, { timestamp: "1578090903599" }),
      "has no timestamp that is a number",
    ],
  ])("%s is none", async (_what, answer, fault) => {
    const { destination } = await start(answer, once);
    const { failed } = await deliver(destination, deliveryRecords("a"));
    expect(failed).toMatchObject([
      { errorCode: "HttpEndpoint.InvalidResponseFromDestination", errorMessage: expect.stringContaining(` ${fault}.`) },
    ]);
  });

  it.each([201, 204, 302, 404])("a status %i is none, and no redirect is followed", async (status) => {
    const { receiver, destination } = await start(
      (_request, response) => response.writeHead(status, { location: "/elsewhere" }).end(),
      once,
    );
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.DestinationException", errorMessage: expect.stringContaining(` ${status}: `) },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });

  it("a charset beside the content type is allowed", async () => {
    const { destination } = await start((request, response) => {
      const { requestId } = JSON.parse(request.body);
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.end(JSON.stringify({ requestId, timestamp: 1, errorMessage: "" }));
    }, once);
    expect((await deliver(destination, deliveryRecords("a"))).failed).toEqual([]);
  });
});

describe("where no response comes, the error says why:", () => {
  it("nothing listens", async () => {
    const { receiver, destination } = await start(() => undefined, once);
    await receiver.close();
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.ConnectionFailed", errorMessage: expect.stringContaining("ECONNREFUSED") },
    ]);
  });

  it("the connection is cut before the response", async () => {
    const { destination } = await start((_request, response) => response.destroy(), once);
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.ConnectionReset" },
    ]);
  });

  it("the connection is cut within the response", async () => {
    const { destination } = await start((_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
    }, once);
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.ConnectionReset" },
    ]);
  });

  it("the response is not in its encoding", async () => {
    const { destination } = await start(
      (request, response) => answered(request, response.setHeader("content-encoding", "gzip")),
      once,
    );
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.ConnectionReset" },
    ]);
  });

  it("the response is longer than 1 MiB", async () => {
    const { destination } = await start(
      (request, response) => answered(request, response, 200, { errorMessage: "x".repeat(1024 * 1024) }),
      once,
    );
    expect((await deliver(destination, deliveryRecords("a"))).failed).toMatchObject([
      { errorCode: "HttpEndpoint.ResponseTooLarge" },
    ]);
  });

  it("three minutes pass", async () => {
    const { receiver, destination } = await start(() => undefined, once);
    const delivery = deliver(destination, deliveryRecords("a"));
    await receiver.received(1);
    await test.clock.advance(180_000);
    expect((await delivery).failed).toMatchObject([
      { errorCode: "HttpEndpoint.RequestTimeout", attemptEndingMs: Date.UTC(2026, 0, 1) + 180_000 },
    ]);
  });

  it("no TLS is spoken", async () => {
    const server = createServer((socket) => socket.end("this is no TLS\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { failed } = await deliver(at(`https://127.0.0.1:${port}/`, once), deliveryRecords("a"));
    server.close();
    expect(failed).toMatchObject([{ errorCode: "HttpEndpoint.SSLHandshakeFailure" }]);
  });
});

describe("a stop", () => {
  it("ends the request under way", async () => {
    const { receiver, destination } = await start(() => undefined);
    const stopping = new AbortController();
    const records = deliveryRecords("a");
    const delivery = destination.deliver(records, stopping.signal);
    await receiver.received(1);
    stopping.abort();
    expect(await delivery).toMatchObject({
      delivered: [],
      failed: [{ record: records[0], errorMessage: expect.stringContaining("stopped"), attemptsMade: 1 }],
    });
  });

  it("ends the wait for the next attempt, and leaves the error of the last", async () => {
    const stopping = new AbortController();
    test = { ...test, notice: () => stopping.abort() };
    const { receiver, destination } = await start((request, response) => answered(request, response, 500));
    expect((await destination.deliver(deliveryRecords("a"), stopping.signal)).failed).toMatchObject([
      { errorCode: "HttpEndpoint.DestinationException", attemptsMade: 1 },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });
});

it("delivers or fails each record exactly once, whatever the endpoint answers", async () => {
  const statuses = fc.array(fc.constantFrom(200, 200, 413, 500, 0), { minLength: 1 });
  const answers: number[] = [];
  const { destination } = await start((request, response) => {
    const status = answers.shift() ?? 200;
    if (status === 0) response.destroy();
    else answered(request, response, status);
  });
  await fc.assert(
    fc.asyncProperty(statuses, fc.array(fc.string(), { maxLength: 20 }), async (script, data) => {
      answers.splice(0, Number.POSITIVE_INFINITY, ...script);
      const records = deliveryRecords(...data);
      const { delivered, failed } = await deliver(destination, records);
      const all = [...delivered, ...failed.map(({ record }) => record)];
      expect(all).toHaveLength(records.length);
      expect(new Set(all)).toEqual(new Set(records));
    }),
    { numRuns: 50 },
  );
});
