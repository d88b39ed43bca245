import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { VirtualClock } from "../clock";
import { noMetrics } from "../cloudwatch/no-metrics";
import { type Endpoint, startEndpoint } from "../server/endpoint";
import { createDynamoDb, type DynamoDb, type TableDefinition } from "./dynamodb";
import { accountId, region, startDynamoDb } from "./dynamodb-fixture";

/** Events by user and time, with a second way in by type. */
const events: TableDefinition = {
  TableName: "events",
  AttributeDefinitions: [
    { AttributeName: "user_id", AttributeType: "S" },
    { AttributeName: "at", AttributeType: "S" },
    { AttributeName: "type", AttributeType: "S" },
  ],
  KeySchema: [
    { AttributeName: "user_id", KeyType: "HASH" },
    { AttributeName: "at", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by-type",
      KeySchema: [{ AttributeName: "type", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  BillingMode: "PAY_PER_REQUEST",
};

const event = (at: number, attributes = {}) => ({
  user_id: { S: "u1" },
  at: { S: String(at).padStart(6, "0") },
  type: { S: "CLICK" },
  ...attributes,
});

describe("DynamoDB behind the endpoint", () => {
  let clock: VirtualClock;
  let dynamodb: DynamoDb;
  let endpoint: Endpoint;
  let client: DynamoDBClient;
  let failures: readonly string[];
  let stop: () => Promise<void>;

  beforeEach(async () => {
    ({ clock, dynamodb, endpoint, client, failures, stop } = await startDynamoDb());
    await dynamodb.createTable(events);
  });
  afterEach(() => stop());

  const put = (item: ReturnType<typeof event>) =>
    client.send(new PutItemCommand({ TableName: events.TableName, Item: item }));
  const itemsLeft = async () =>
    (await client.send(new ScanCommand({ TableName: events.TableName }))).Items?.map((item) => item["at"]?.S);

  it("gives back what a batch wrote, by key and by index", async () => {
    const requests = [1, 2, 3].map((at) => ({ PutRequest: { Item: event(at, { value: { N: `${at}.5` } }) } }));
    const written = await client.send(new BatchWriteItemCommand({ RequestItems: { events: requests } }));
    expect(written.UnprocessedItems).toEqual({});

    const key = { user_id: { S: "u1" }, at: { S: "000002" } };
    const got = await client.send(new GetItemCommand({ TableName: "events", Key: key }));
    expect(got.Item).toEqual(event(2, { value: { N: "2.5" } }));

    const byType = await client.send(
      new QueryCommand({
        TableName: "events",
        IndexName: "by-type",
        KeyConditionExpression: "#type = :type",
        ExpressionAttributeNames: { "#type": "type" },
        ExpressionAttributeValues: { ":type": { S: "CLICK" } },
      }),
    );
    expect(byType.Count).toBe(3);
  });

  it("says the account and the region in a table's ARN", async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "events" }));
    expect(Table?.TableArn).toBe(`arn:aws:dynamodb:${region}:${accountId}:table/events`);
    expect(Table?.TableStatus).toBe("ACTIVE");
  });

  it("refuses a batch with two equal keys, as DynamoDB does", async () => {
    const requests = [1, 1].map((at) => ({ PutRequest: { Item: event(at) } }));
    await expect(client.send(new BatchWriteItemCommand({ RequestItems: { events: requests } }))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Provided list of item keys contains duplicates",
      $metadata: { httpStatusCode: 400 },
    });
    expect(await dynamodb.countItems("events")).toBe(0);
  });

  it("answers for a table that does not exist", async () => {
    await expect(client.send(new PutItemCommand({ TableName: "other", Item: event(1) }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Requested resource not found",
    });
  });

  it("tells the terminal of an operation that is not here", async () => {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.TransactWriteItems", "content-type": "application/x-amz-json-1.0" },
      body: "{}",
    });
    expect(response.status).toBe(400);
    expect(failures).toEqual([expect.stringContaining("TransactWriteItems")]);
  });

  it("survives a client that breaks off in the middle of a request", async () => {
    const socket = connect(endpoint.port, "127.0.0.1");
    const head =
      "POST / HTTP/1.1\r\nHost: local\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\nContent-Length: 1000\r\n";
    await new Promise<void>((resolve) => socket.write(`${head}\r\n{"TableName":"events"`, () => resolve()));
    socket.resetAndDestroy();
    await put(event(1));
    expect(await itemsLeft()).toEqual(["000001"]);
  });

  it("counts every item, however many there are", async () => {
    for (let first = 0; first < 2_500; first += 25) {
      const requests = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: event(first + index) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { events: requests } }));
    }
    expect(await dynamodb.countItems("events")).toBe(2_500);
  });

  describe("with a time to live", () => {
    const enable = (Enabled: boolean) =>
      client.send(
        new UpdateTimeToLiveCommand({
          TableName: "events",
          TimeToLiveSpecification: { AttributeName: "ttl", Enabled },
        }),
      );
    const describeTtl = async () =>
      (await client.send(new DescribeTimeToLiveCommand({ TableName: "events" }))).TimeToLiveDescription;
    const inSeconds = (seconds: number) => ({ ttl: { N: String(Math.floor(clock.now() / 1000) + seconds) } });

    it("describes what was set, and refuses to set it twice", async () => {
      expect(await describeTtl()).toEqual({ TimeToLiveStatus: "DISABLED" });
      await expect(enable(false)).rejects.toMatchObject({ message: "TimeToLive is already disabled" });
      await enable(true);
      expect(await describeTtl()).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
      await expect(enable(true)).rejects.toMatchObject({ message: "TimeToLive is already enabled" });
    });

    it("deletes what has expired and nothing else", async () => {
      const fiveYears = 5 * 365 * 24 * 3600;
      await enable(true);
      await put(event(1, inSeconds(-1)));
      await put(event(2, inSeconds(30)));
      await put(event(3));
      await put(event(4, { ttl: { S: "1" } }));
      await put(event(5, inSeconds(-fiveYears - 1)));
      expect(await dynamodb.sweepExpired()).toBe(1);
      expect(await itemsLeft()).toEqual(["000002", "000003", "000004", "000005"]);
      await clock.advance(31_000);
      expect(await dynamodb.sweepExpired()).toBe(1);
      expect(await itemsLeft()).toEqual(["000003", "000004", "000005"]);
    });

    it("deletes by a time that is a key as well", async () => {
      const TableName = "sessions";
      await dynamodb.createTable({
        TableName,
        AttributeDefinitions: [
          { AttributeName: "user_id", AttributeType: "S" },
          { AttributeName: "ends", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "user_id", KeyType: "HASH" },
          { AttributeName: "ends", KeyType: "RANGE" },
        ],
        BillingMode: "PAY_PER_REQUEST",
        ttlAttribute: "ends",
      });
      for (const { ttl } of [inSeconds(-1), inSeconds(30)]) {
        await client.send(new PutItemCommand({ TableName, Item: { user_id: { S: "u1" }, ends: ttl } }));
      }
      expect(await dynamodb.sweepExpired()).toBe(1);
      expect(await dynamodb.countItems(TableName)).toBe(1);
    });

    it("sweeps by itself once a minute", async () => {
      await enable(true);
      await put(event(1, inSeconds(10)));
      await clock.advance(60_000);
      while ((await dynamodb.countItems("events")) > 0) await clock.advance(0);
      await put(event(2, inSeconds(10)));
      await clock.advance(60_000);
      while ((await dynamodb.countItems("events")) > 0) await clock.advance(0);
      expect(await itemsLeft()).toEqual([]);
    });

    it("leaves an item whose time is set anew under the sweep", async () => {
      await enable(true);
      const ats = Array.from({ length: 200 }, (_, index) => index);
      const write = (first: number, seconds: number) => {
        const requests = ats
          .slice(first, first + 25)
          .map((at) => ({ PutRequest: { Item: event(at, inSeconds(seconds)) } }));
        return client.send(new BatchWriteItemCommand({ RequestItems: { events: requests } }));
      };
      const writeAll = (seconds: number) =>
        Promise.all(ats.filter((at) => at % 25 === 0).map((first) => write(first, seconds)));
      await writeAll(-1);
      await Promise.all([dynamodb.sweepExpired(), writeAll(60)]);
      expect(await dynamodb.countItems("events")).toBe(ats.length);
    });

    it("is forgotten with its table", async () => {
      await enable(true);
      await client.send(new DeleteTableCommand({ TableName: "events" }));
      await client.send(new CreateTableCommand(events));
      expect(await describeTtl()).toEqual({ TimeToLiveStatus: "DISABLED" });
      expect(await dynamodb.sweepExpired()).toBe(0);
    });
  });
});

describe("DynamoDB in a folder", () => {
  let path: string;
  let clock: VirtualClock;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "weir-dynamodb-"));
    clock = new VirtualClock();
  });
  afterEach(() => rmSync(path, { recursive: true }));

  it("keeps tables, items and times to live from run to run", async () => {
    const first = createDynamoDb({ accountId, region, clock, metrics: noMetrics, path });
    await first.createTable({ ...events, ttlAttribute: "ttl" });
    const endpoint = await startEndpoint({ port: 0, services: [first.service], accountId, region });
    const credentials = { accessKeyId: "any", secretAccessKey: "any" };
    const client = new DynamoDBClient({ endpoint: endpoint.url, region, credentials });
    await client.send(new PutItemCommand({ TableName: "events", Item: event(1, { ttl: { N: "1" } }) }));
    const ttl = String(Math.floor(clock.now() / 1000) + 1);
    await client.send(new PutItemCommand({ TableName: "events", Item: event(2, { ttl: { N: ttl } }) }));
    client.destroy();
    await endpoint.close();
    await first.close();

    const second = createDynamoDb({ accountId, region, clock, metrics: noMetrics, path });
    await second.createTable({ ...events, ttlAttribute: "ttl" });
    expect(await second.countItems("events")).toBe(2);
    await clock.advance(2_000);
    expect(await second.sweepExpired()).toBe(1);
    await second.close();
  });

  it("refuses a kept table whose keys have changed, naming both", async () => {
    const dynamodb = createDynamoDb({ accountId, region, clock, metrics: noMetrics, path });
    await dynamodb.createTable(events);
    const changed = { ...events, GlobalSecondaryIndexes: undefined };
    await expect(
      dynamodb.createTable({ ...changed, AttributeDefinitions: events.AttributeDefinitions?.slice(0, 2) }),
    ).rejects.toThrow("was kept from an earlier run with the keys (user_id HASH, at RANGE), by-type (type HASH)");
    await dynamodb.close();
  });
});
