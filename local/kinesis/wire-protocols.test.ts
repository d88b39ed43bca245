import fc from "fast-check";
import { Bytes } from "../server/bytes";
import { cborCodec } from "../server/cbor-codec";
import type { Codec } from "../server/codec";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { jsonCodec } from "../server/json-codec";
import { Timestamp } from "../server/timestamp";
import type { Kinesis } from "./kinesis";
import { kinesisWith } from "./kinesis-fixture";
import { kinesisService } from "./service";

const json = jsonCodec("application/x-amz-json-1.1");
const account = { accountId: "000000000000", region: "ap-northeast-1" };
const ShardId = "shardId-000000000000";

/** Starts an engine behind an endpoint; two that are started are alike in all they do. */
async function start(): Promise<{ kinesis: Kinesis; endpoint: Endpoint }> {
  const { kinesis } = kinesisWith();
  return { kinesis, endpoint: await startEndpoint({ ...account, port: 0, services: [kinesisService(kinesis)] }) };
}

/** What a request is answered with. */
async function post({ url }: Endpoint, codec: Codec, operation: string, input: object) {
  const response = await postBody(url, codec.contentType, operation, Buffer.from(codec.encode(input)));
  const body = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    output: body.length === 0 ? undefined : codec.decode(body),
  };
}

function postBody(url: string, contentType: string, operation: string, body: string | Buffer<ArrayBuffer>) {
  const headers = { "Content-Type": contentType, "X-Amz-Target": `Kinesis_20131202.${operation}` };
  return fetch(url, { method: "POST", headers, body });
}

/** An answer of CBOR as JSON would have it. */
function asJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asJson(member)]));
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((any) => {
  return new Bytes({ bytes: any, data: Buffer.from(any).toString("base64") });
});
const streamName = fc.constantFrom("events", "events", "events", "nowhere", "not a name", 7, null);
const record = fc.record(
  {
    Data: bytes,
    PartitionKey: fc.string({ unit: "grapheme", maxLength: 20 }),
    ExplicitHashKey: fc.constantFrom("0", "-1"),
  },
  { requiredKeys: ["PartitionKey"] },
);
const type = fc.constantFrom("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "NO_TYPE");
const timestamp = fc.date({ min: new Date(0), max: new Date(Date.UTC(2027, 0)), noInvalidDate: true });
const request = fc.oneof(
  fc.tuple(
    fc.constant("PutRecords"),
    fc.record({ StreamName: streamName, Records: fc.array(record, { maxLength: 5 }), Unknown: fc.jsonValue() }),
  ),
  fc.tuple(
    fc.constant("PutRecord"),
    fc.tuple(record, streamName).map(([one, StreamName]) => ({ ...one, StreamName })),
  ),
  fc.tuple(
    fc.constant("GetShardIterator"),
    fc.record({
      StreamName: streamName,
      ShardId: fc.constant(ShardId),
      ShardIteratorType: type,
      Timestamp: fc.option(timestamp.map((date) => new Timestamp(date.getTime()))),
    }),
  ),
  fc.tuple(
    fc.constantFrom("DescribeStream", "DescribeStreamSummary", "ListShards"),
    fc.record({ StreamName: streamName }),
  ),
);

describe("Kinesis in JSON and in CBOR", () => {
  it("answers the same requests alike, refusals too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (requests) => {
        const [one, other] = await Promise.all([start(), start()]);
        for (const [operation, input] of requests) {
          const [inJson, inCbor] = await Promise.all([
            post(one.endpoint, json, operation, input),
            post(other.endpoint, cborCodec, operation, input),
          ]);
          expect(inJson.contentType).toBe("application/x-amz-json-1.1");
          expect(inCbor).toMatchObject({ status: inJson.status, contentType: "application/x-amz-cbor-1.1" });
          expect(asJson(inCbor.output)).toEqual(inJson.output);
        }
        expect(other.kinesis.stream("events").recordCount).toBe(one.kinesis.stream("events").recordCount);
        await Promise.all([one.endpoint.close(), other.endpoint.close()]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("Kinesis behind the endpoint", () => {
  let kinesis: Kinesis;
  let endpoint: Endpoint;

  beforeEach(async () => {
    ({ kinesis, endpoint } = await start());
  });

  afterEach(() => endpoint.close());

  it("gives a reader in CBOR the bytes that were put in JSON, and their time in milliseconds", async () => {
    const PartitionKey = "ключ 🔑";
    const put = { StreamName: "events", Data: Buffer.from([0, 255, 128]).toString("base64"), PartitionKey };
    await post(endpoint, json, "PutRecord", put);
    const from = { StreamName: "events", ShardId, ShardIteratorType: "TRIM_HORIZON" };
    const { output: start } = await post(endpoint, cborCodec, "GetShardIterator", from);
    const inCbor = await post(endpoint, cborCodec, "GetRecords", start as object);
    const arrived = new Date(kinesis.clock.now());
    expect(inCbor.output).toMatchObject({
      Records: [{ Data: Buffer.from([0, 255, 128]), PartitionKey, ApproximateArrivalTimestamp: arrived }],
      MillisBehindLatest: 0,
    });
    const inJson = await post(endpoint, json, "GetRecords", start as object);
    expect(inJson.output).toMatchObject({ Records: [{ Data: "AP+A", ApproximateArrivalTimestamp: +arrived / 1_000 }] });
  });

  it("answers errors in the request's own encoding", async () => {
    const { status, contentType, output } = await post(endpoint, cborCodec, "DescribeStream", {
      StreamName: "nowhere",
    });
    expect([status, contentType]).toEqual([400, "application/x-amz-cbor-1.1"]);
    expect(output).toEqual({
      __type: "ResourceNotFoundException",
      message: "Stream nowhere under account 000000000000 not found.",
    });
  });

  it.each(["", "ff", "bf", "80", "40", "f6", "01"])(
    "answers SerializationException for a body of CBOR's %s",
    async (hex) => {
      const response = await postBody(endpoint.url, cborCodec.contentType, "PutRecords", Buffer.from(hex, "hex"));
      const output = cborCodec.decode(Buffer.from(await response.arrayBuffer()));
      expect([response.status, output]).toEqual([400, expect.objectContaining({ __type: "SerializationException" })]);
    },
  );

  it("knows its content types with parameters", async () => {
    const response = await postBody(endpoint.url, "application/x-amz-json-1.1; charset=utf-8", "ListStreams", "{}");
    expect(await response.json()).toMatchObject({ StreamNames: ["events"] });
  });

  it.each(["text/plain", "application/x-amz-json-1.0", ""])("has no operation in %s", async (type) => {
    const response = await postBody(endpoint.url, type, "ListStreams", "{}");
    expect([response.status, await response.text()]).toEqual([404, "<UnknownOperationException/>\n"]);
  });

  it("has no operation in application/json, and says so in an envelope", async () => {
    const response = await postBody(endpoint.url, "application/json", "ListStreams", "{}");
    expect([response.status, await response.json()]).toEqual([
      404,
      { Output: { __type: "com.amazon.coral.service#UnknownOperationException" }, Version: "1.0" },
    ]);
  });
});
