import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { functionEnvironment } from "../../bench/processor/function-environment";
import { type LocalService, startDynamoDb } from "../../bench/processor/local-service";
import { answerOf, type BundledFunction, kinesisEvent, unpackFunction } from "../../test/bundled-function";
import { createAggregateTable } from "../../test/create-aggregate-table";

const aggregate = (event_count: number) =>
  JSON.stringify({
    window_start: "2026-11-22T10:00:00Z",
    window_end: "2026-11-22T10:01:00Z",
    ...{ user_id: "user-1", event_type: "CLICK", event_count },
  });

describe("the bundled aggregate writer", () => {
  let writer: BundledFunction;
  let dynamodb: LocalService;
  beforeAll(async () => {
    writer = await unpackFunction("aggregate-writer");
    dynamodb = await startDynamoDb();
  });
  afterAll(() => {
    dynamodb.stop();
    writer.remove();
  });

  it("writes a window's last repeat to DynamoDB through the real SDK, replayed or not, and prints metrics", async () => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const client = new DynamoDBClient({ endpoint: dynamodb.endpoint, region: "us-east-1", credentials });
    await createAggregateTable(client, "aggregates");
    const env = functionEnvironment(dynamodb.endpoint, "aggregates");
    const { Records } = kinesisEvent(aggregate(1), aggregate(2));
    for (const batch of [Records, Records.slice(0, 1)]) {
      const result = await writer.invoke({ Records: batch }, env);
      expect(answerOf(result)).toEqual({ batchItemFailures: [] });
      const metrics = result.lines.map((line) => JSON.parse(line)).filter((line) => "_aws" in line);
      expect(metrics[0]).toMatchObject({ RecordsProcessed: batch.length, RecordsRejected: 0 });
    }
    const { Items } = await client.send(new ScanCommand({ TableName: "aggregates" }));
    expect(Items).toEqual([expect.objectContaining({ event_count: { N: "2" } })]);
  });

  it("returns the first record when there is no such table", async () => {
    const result = await writer.invoke(kinesisEvent(aggregate(1)), functionEnvironment(dynamodb.endpoint, "nowhere"));
    expect(answerOf(result)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  });

  it("names every environment variable that is missing when it is loaded", async () => {
    const { stderr } = await writer.invoke(kinesisEvent(), { AWS_REGION: "us-east-1" });
    expect(stderr).toContain("the function's environment variables are wrong: TABLE_NAME is missing;");
  });
});
