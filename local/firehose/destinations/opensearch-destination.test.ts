import type { ServerResponse } from "node:http";
import type { AmazonopensearchserviceDestinationDescription } from "@aws-sdk/client-firehose";
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
import { OpenSearchDestination } from "./opensearch-destination";

let test: DestinationTest;

beforeEach(() => {
  test = destinationTest();
});

interface Line {
  readonly action: { readonly index: Readonly<Record<string, string>> };
  readonly document: string;
}

/** A bulk request's actions and documents; it ends with a line end, as the API demands. */
function bulk({ body }: ReceivedRequest): Line[] {
  expect(body.endsWith("\n")).toBe(true);
  const lines = body.slice(0, -1).split("\n");
  return lines.flatMap((line, position) =>
    position % 2 === 0 ? [{ action: JSON.parse(line), document: lines[position + 1] ?? "" }] : [],
  );
}

/** Answers as OpenSearch does; `statusOf` a document. */
function indexed(request: ReceivedRequest, response: ServerResponse, statusOf: (document: string) => number): void {
  const items = bulk(request).map(({ document }) => {
    const status = statusOf(document);
    const error = { type: "mapper_parsing_exception", reason: `failed to parse ${document}` };
    return { index: status < 300 ? { status, result: "created" } : { status, error } };
  });
  const errors = items.some(({ index }) => index.status >= 300);
  response.setHeader("content-type", "application/json").end(JSON.stringify({ took: 1, errors, items }));
}

/** A destination at a server that answers so; `description` says what differs. */
async function start(answer: Answer, description: AmazonopensearchserviceDestinationDescription = {}) {
  const receiver = await startReceiver(answer);
  const defaults: AmazonopensearchserviceDestinationDescription = {
    IndexName: "orders",
    IndexRotationPeriod: "NoRotation",
    RetryOptions: { DurationInSeconds: 300 },
    DocumentIdOptions: { DefaultDocumentIdFormat: "FIREHOSE_DEFAULT" },
  };
  const destination = new OpenSearchDestination(`${receiver.url}/`, { ...defaults, ...description }, test);
  return { receiver, destination };
}

const created = (request: ReceivedRequest, response: ServerResponse) => indexed(request, response, () => 201);
const texts = (records: readonly { data: Buffer }[]) => records.map(({ data }) => data.toString());

describe("a request", () => {
  it("indexes a document a record, with an id that is the record's", async () => {
    const { receiver, destination } = await start(created);
    const records = deliveryRecords('{"a":1}', '{"b":2}\n', '{"c":3}\r\n');
    expect(await deliver(destination, records)).toEqual({ delivered: records, failed: [] });
    expect(receiver.requests).toMatchObject([{ path: "/_bulk", headers: { "content-type": "application/x-ndjson" } }]);
    expect(receiver.requests.flatMap(bulk)).toEqual(
      ['{"a":1}', '{"b":2}', '{"c":3}'].map((document, position) => ({
        action: { index: { _index: "orders", _id: records[position]?.recordId } },
        document,
      })),
    );
  });

  it("leaves ids to the server, and names a type and a day's index, if told so", async () => {
    const { receiver, destination } = await start(created, {
      DocumentIdOptions: { DefaultDocumentIdFormat: "NO_DOCUMENT_ID" },
      IndexRotationPeriod: "OneDay",
      TypeName: "order",
    });
    await deliver(destination, deliveryRecords("{}"));
    expect(receiver.requests.flatMap(bulk)).toEqual([
      { action: { index: { _index: "orders-2026-01-01", _type: "order" } }, document: "{}" },
    ]);
  });
});

describe("documents that are refused", () => {
  it("for good fail at once with the server's words, and the others are indexed", async () => {
    const { receiver, destination } = await start((request, response) =>
      indexed(request, response, (document) => (document === '{"a":"x"}' ? 400 : 201)),
    );
    const records = deliveryRecords('{"a":1}', '{"a":"x"}', '{"a":2}');
    const { delivered, failed } = await deliver(destination, records);
    expect(texts(delivered)).toEqual(['{"a":1}', '{"a":2}']);
    expect(failed).toEqual([
      {
        record: records[1],
        errorCode: "400",
        errorMessage: '{"type":"mapper_parsing_exception","reason":"failed to parse {\\"a\\":\\"x\\"}"}',
        attemptsMade: 1,
        attemptEndingMs: Date.UTC(2026, 0, 1),
      },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });

  it("for now are sent again, without the others and with the same ids", async () => {
    const refusals = new Map([
      ["{}", 0],
      ['{"a":1}', 2],
      ['{"a":2}', 1],
    ]);
    const { receiver, destination } = await start(
      (request, response) =>
        indexed(request, response, (document) => {
          const left = refusals.get(document) ?? 0;
          refusals.set(document, left - 1);
          return left > 0 ? 429 : 201;
        }),
      { RetryOptions: { DurationInSeconds: 7200 } },
    );
    const records = deliveryRecords(...refusals.keys());
    expect(await deliver(destination, records)).toEqual({ delivered: records, failed: [] });
    expect(receiver.requests.map((request) => bulk(request).map(({ document }) => document))).toEqual([
      ["{}", '{"a":1}', '{"a":2}'],
      ['{"a":1}', '{"a":2}'],
      ['{"a":1}'],
    ]);
    const ids = receiver.requests.flatMap(bulk).map(({ action, document }) => `${document} ${action.index["_id"]}`);
    expect(new Set(ids).size).toBe(3);
    // Every five minutes.
    expect(test.clock.now()).toBe(Date.UTC(2026, 0, 1) + 600_000);
  });

  it("until the retry duration is over fail then", async () => {
    const { destination } = await start((request, response) => indexed(request, response, () => 503));
    expect((await deliver(destination, deliveryRecords("{}"))).failed).toMatchObject([
      { errorCode: "503", attemptEndingMs: Date.UTC(2026, 0, 1) + 300_000 },
    ]);
  });
});

it.each(["{\n}", "", "\n", '{"a":1}\n{"a":2}'])(
  "%j is no document on one line: it fails alone, unsent",
  async (text) => {
    const { receiver, destination } = await start(created);
    const records = deliveryRecords("{}", text);
    const { delivered, failed } = await deliver(destination, records);
    expect(delivered).toEqual([records[0]]);
    expect(failed).toMatchObject([{ record: records[1], errorCode: "400", attemptsMade: 1 }]);
    expect(receiver.requests.flatMap(bulk).map(({ document }) => document)).toEqual(["{}"]);
  },
);

it("sends nothing when no record is a document", async () => {
  const { receiver, destination } = await start(created);
  expect((await deliver(destination, deliveryRecords("\n"))).failed).toHaveLength(1);
  expect(receiver.requests).toEqual([]);
});

describe("a request that fails as a whole is repeated, and its error is the records' in the end:", () => {
  it.each<[string, (response: ServerResponse) => void, string, string]>([
    ["a status", (response) => response.writeHead(403).end("no permission"), "403", "no permission"],
    [
      "no JSON",
      (response) => response.end("<html>"),
      "ES.ServiceException",
      "Not the answer to a bulk request: <html>",
    ],
    [
      "too few items",
      (response) => response.end('{"errors":false,"items":[]}'),
      "ES.ServiceException",
      'Not the answer to a bulk request: {"errors":false,"items":[]}',
    ],
    ["a cut connection", (response) => response.destroy(), "ES.ServiceException", "No answer of the cluster: "],
  ])("%s", async (_what, answer, errorCode, message) => {
    const { receiver, destination } = await start((_request, response) => answer(response));
    const { failed } = await deliver(destination, deliveryRecords("{}"));
    expect(failed).toMatchObject([{ errorCode, errorMessage: expect.stringContaining(message) }]);
    expect(failed[0]?.attemptsMade).toBe(receiver.requests.length);
    expect(receiver.requests.length).toBeGreaterThan(1);
  });
});

it("quotes no more of a long answer than an error may hold, since each record's error does", async () => {
  const { destination } = await start((_request, response) => response.writeHead(502).end("x".repeat(1024 * 1024)), {
    RetryOptions: { DurationInSeconds: 0 },
  });
  expect((await deliver(destination, deliveryRecords("{}"))).failed).toMatchObject([
    { errorCode: "502", errorMessage: "x".repeat(8192) },
  ]);
});

it("counts the time of the attempts as retry duration", async () => {
  const { receiver, destination } = await start(() => undefined, { RetryOptions: { DurationInSeconds: 180 } });
  const delivery = deliver(destination, deliveryRecords("{}"));
  await receiver.received(1);
  await test.clock.advance(180_000);
  expect((await delivery).failed).toMatchObject([{ attemptsMade: 1 }]);
});

it("ends the request under way when it is stopped", async () => {
  const { receiver, destination } = await start(() => undefined);
  const stopping = new AbortController();
  const delivery = destination.deliver(deliveryRecords("{}"), stopping.signal);
  await receiver.received(1);
  stopping.abort();
  expect((await delivery).failed).toMatchObject([
    { errorCode: "ES.ServiceException", errorMessage: expect.stringContaining("stopped") },
  ]);
});

it("delivers or fails each record exactly once, whatever the server says of each", async () => {
  let statuses: readonly number[] = [];
  let answers = 0;
  const { destination } = await start((request, response) =>
    indexed(request, response, () => statuses[answers++ % statuses.length] ?? 201),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(200, 201, 400, 429, 503), { minLength: 1 }),
      fc.array(fc.constantFrom("{}", "{\n}", ""), { maxLength: 20 }),
      async (script, data) => {
        statuses = script;
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
