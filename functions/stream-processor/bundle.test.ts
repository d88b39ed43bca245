import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { createTable } from "../../bench/processor/create-table";
import { functionEnvironment } from "../../bench/processor/function-environment";
import { type LocalService, startDynamoDb } from "../../bench/processor/local-service";
import { answerOf, type BundledFunction, kinesisEvent, unpackFunction } from "../../test/bundled-function";

const click = '{"event_id":"e-1","user_id":"user-1","event_type":"page_view","timestamp":"2026-01-02T03:04:05Z"}';

/** An HTTP server that answers all with `status` and `body` and keeps what it was sent. */
async function startRecorder(status: number, body = "") {
  const requests: { readonly path: string; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ path: `${request.method} ${request.url}`, body: await text(request) });
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, requests, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("the bundled stream processor", () => {
  let processor: BundledFunction;
  let dynamodb: LocalService;
  const servers: Server[] = [];
  beforeAll(async () => {
    processor = await unpackFunction("stream-processor");
    dynamodb = await startDynamoDb();
  });
  afterAll(() => {
    dynamodb.stop();
    for (const server of servers) server.close();
    processor.remove();
  });

  const record = async (status: number, body?: string) => {
    const recorder = await startRecorder(status, body);
    servers.push(recorder.server);
    return recorder;
  };

  it("writes to DynamoDB, quarantines to S3 and prints metrics, through the real SDK", async () => {
    await createTable(dynamodb.endpoint, "table");
    const s3 = await record(200);
    const env = { ...functionEnvironment(dynamodb.endpoint, "table"), AWS_ENDPOINT_URL_S3: s3.endpoint };
    const result = await processor.invoke(kinesisEvent(click, "hello"), env);

    expect(answerOf(result)).toEqual({ batchItemFailures: [] });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new DynamoDBClient({ endpoint: dynamodb.endpoint, region: "us-east-1", credentials });
    const { Items } = await client.send(new ScanCommand({ TableName: "table" }));
    expect(Items).toEqual([expect.objectContaining({ timestamp_event_id: { S: "2026-01-02T03:04:05.000Z#e-1" } })]);
    expect(s3.requests.map(({ path }) => path.split("?")[0])).toEqual([
      "PUT /failures/quarantine/stream-processor/shardId-000000000000/1-2.ndjson",
    ]);
    expect(JSON.parse(s3.requests[0]?.body ?? "")).toMatchObject({ sequenceNumber: "2" });
    const metrics = result.lines.map((line) => JSON.parse(line)).filter((line) => "_aws" in line);
    expect(metrics[0]).toMatchObject({ Environment: "dev", RecordsProcessed: 1, RecordsRejected: 1 });
  });

  it("sends attributes named __proto__ and numbers of 38 digits as they came", async () => {
    const table = await record(200, "{}");
    const number = "12345678901234567890123456789012345678";
    const data = `${click.slice(0, -1)},"__proto__":{"__proto__":${number}}}`;
    const result = await processor.invoke(kinesisEvent(data), functionEnvironment(table.endpoint, "table"));
    expect(answerOf(result)).toEqual({ batchItemFailures: [] });
    expect(table.requests[0]?.body).toContain(`"__proto__":{"M":{"__proto__":{"N":"${number}"}}}`);
  });

  it("quarantines what the real SDK reports as a ValidationException", async () => {
    const error = '{"__type":"com.amazon.coral.validate#ValidationException","message":"no good"}';
    const table = await record(400, error);
    const s3 = await record(200);
    const env = { ...functionEnvironment(table.endpoint, "table"), AWS_ENDPOINT_URL_S3: s3.endpoint };
    expect(answerOf(await processor.invoke(kinesisEvent(click), env))).toEqual({ batchItemFailures: [] });
    expect(JSON.parse(s3.requests[0]?.body ?? "")).toMatchObject({
      reason: "DynamoDB refuses the item: ValidationException: no good",
    });
  });

  it("returns the first record when there is no such table, without trying again", async () => {
    const result = await processor.invoke(kinesisEvent(click), functionEnvironment(dynamodb.endpoint, "nowhere"));
    expect(answerOf(result)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    const log = JSON.parse(result.lines.at(-2) ?? "");
    expect(log.errors).toEqual([expect.stringContaining("ResourceNotFoundException")]);
  });

  it("keeps trying while DynamoDB is overloaded, then returns the first record", async () => {
    const throttled = '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}';
    const table = await record(400, throttled);
    const result = await processor.invoke(kinesisEvent(click), functionEnvironment(table.endpoint, "table"), 1500);
    expect(answerOf(result)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(table.requests.length).toBeGreaterThan(1);
  });

  it("names every environment variable that is missing when it is loaded", async () => {
    const { stderr } = await processor.invoke(kinesisEvent(click), { AWS_REGION: "us-east-1" });
    expect(stderr).toContain(
      "the function's environment variables are wrong: TABLE_NAME is missing; TTL_DAYS is missing",
    );
    expect(stderr).toContain("The stack sets them.");
  });
});
