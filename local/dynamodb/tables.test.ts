import {
  type AttributeValue,
  type CreateGlobalSecondaryIndexAction,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type DynamoDbFixture, startDynamoDb } from "./dynamodb-fixture";

const TableName = "leases";

/** A table as the Kinesis Client Library makes it. */
const leases: CreateTableCommandInput = {
  TableName,
  AttributeDefinitions: [{ AttributeName: "leaseKey", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "leaseKey", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};

const byOwner: CreateGlobalSecondaryIndexAction = {
  IndexName: "by-owner",
  KeySchema: [
    { AttributeName: "leaseOwner", KeyType: "HASH" },
    { AttributeName: "leaseKey", KeyType: "RANGE" },
  ],
  Projection: { ProjectionType: "KEYS_ONLY" },
};
const ownerKeys = [
  { AttributeName: "leaseOwner", AttributeType: "S" as const },
  { AttributeName: "leaseKey", AttributeType: "S" as const },
];

describe("a table", () => {
  let fixture: DynamoDbFixture;
  let client: DynamoDBClient;

  beforeEach(async () => {
    fixture = await startDynamoDb();
    client = fixture.client;
    await client.send(new CreateTableCommand(leases));
  });
  afterEach(() => fixture.stop());

  const update = (input: Partial<UpdateTableCommandInput>) =>
    client.send(new UpdateTableCommand({ TableName, ...input }));
  const indexByOwner = () =>
    update({ AttributeDefinitions: ownerKeys, GlobalSecondaryIndexUpdates: [{ Create: byOwner }] });
  const describeTable = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table;
  const put = (leaseKey: string, attributes: Record<string, AttributeValue> = {}) =>
    client.send(new PutItemCommand({ TableName, Item: { leaseKey: { S: leaseKey }, ...attributes } }));
  const leasesOf = async (owner: string) => {
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: "by-owner",
        KeyConditionExpression: "leaseOwner = :owner",
        ExpressionAttributeValues: { ":owner": { S: owner } },
      }),
    );
    return Items;
  };
  const ofOwner = { leaseOwner: { S: "worker" }, counter: { N: "1" } };

  describe("with a new index", () => {
    it("finds what it held before and what is written after, with the projected attributes alone", async () => {
      await put("shard-1", ofOwner);
      const { TableDescription } = await indexByOwner();
      await put("shard-2", ofOwner);
      expect(await leasesOf("worker")).toEqual([
        { leaseKey: { S: "shard-1" }, leaseOwner: { S: "worker" } },
        { leaseKey: { S: "shard-2" }, leaseOwner: { S: "worker" } },
      ]);
      expect(await describeTable()).toEqual(TableDescription);
      expect(TableDescription).toMatchObject({
        AttributeDefinitions: expect.arrayContaining(ownerKeys),
        GlobalSecondaryIndexes: [
          {
            ...byOwner,
            IndexStatus: "ACTIVE",
            IndexArn: expect.stringMatching(/:table\/leases\/index\/by-owner$/),
          },
        ],
      });
    });

    it("finds every item that is written while the index is made", async () => {
      const names = Array.from({ length: 300 }, (_, index) => `shard-${String(index).padStart(3, "0")}`);
      const writes = names.map((name, index) =>
        index === 150 ? Promise.all([put(name, ofOwner), indexByOwner()]) : put(name, ofOwner),
      );
      await Promise.all(writes);
      expect((await leasesOf("worker"))?.map(({ leaseKey }) => leaseKey?.S)).toEqual(names);
    });

    it("leaves out items without its keys or with keys of another type, and then takes no more of the latter", async () => {
      await put("without");
      await put("number", { leaseOwner: { N: "1" } });
      await put("empty", { leaseOwner: { S: "" } });
      await put("whole", ofOwner);
      await indexByOwner();
      expect(await leasesOf("worker")).toHaveLength(1);
      await expect(put("number", { leaseOwner: { N: "1" } })).rejects.toMatchObject({
        name: "ValidationException",
        message: expect.stringContaining("Type mismatch for Index Key leaseOwner Expected: S Actual: N"),
      });
    });

    it("starts from what the table holds when an index of that name was removed before", async () => {
      await put("shard-1", ofOwner);
      await indexByOwner();
      await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-owner" } }] });
      await put("shard-1", { leaseOwner: { S: "other" } });
      await indexByOwner();
      expect(await leasesOf("worker")).toEqual([]);
      expect(await leasesOf("other")).toHaveLength(1);
    });
  });

  it("loses an index together with the definitions of its keys", async () => {
    await indexByOwner();
    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-owner" } }] });
    await expect(leasesOf("worker")).rejects.toThrow("The table does not have the specified index: by-owner");
    const table = await describeTable();
    expect(table?.GlobalSecondaryIndexes).toBeUndefined();
    expect(table?.AttributeDefinitions).toEqual(leases.AttributeDefinitions);
  });

  const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  const other = { ...byOwner, IndexName: "other" };
  it.each<[string, Partial<UpdateTableCommandInput>, object]>([
    [
      "an index that is there",
      { AttributeDefinitions: ownerKeys, GlobalSecondaryIndexUpdates: [{ Create: byOwner }] },
      { name: "ValidationException", message: "Attempting to create an index which already exists" },
    ],
    [
      "an index whose keys the request does not define",
      { AttributeDefinitions: ownerKeys.slice(0, 1), GlobalSecondaryIndexUpdates: [{ Create: other }] },
      {
        message:
          "One or more parameter values were invalid: Some index key attributes are not defined in " +
          "AttributeDefinitions. Keys: [leaseKey], AttributeDefinitions: [leaseOwner]",
      },
    ],
    [
      "attributes named beside a projection of all",
      {
        AttributeDefinitions: ownerKeys,
        GlobalSecondaryIndexUpdates: [
          { Create: { ...other, Projection: { ProjectionType: "ALL", NonKeyAttributes: ["a"] } } },
        ],
      },
      { message: expect.stringContaining("ProjectionType is ALL, but NonKeyAttributes is specified") },
    ],
    [
      "throughput for an index on demand",
      {
        AttributeDefinitions: ownerKeys,
        GlobalSecondaryIndexUpdates: [{ Create: { ...other, ProvisionedThroughput: throughput } }],
      },
      {
        message: expect.stringContaining(
          "should not be specified for index: other when BillingMode is PAY_PER_REQUEST",
        ),
      },
    ],
    [
      "two indexes at a time",
      {
        AttributeDefinitions: ownerKeys,
        GlobalSecondaryIndexUpdates: [{ Create: other }, { Delete: { IndexName: "by-owner" } }],
      },
      { name: "LimitExceededException", message: expect.stringContaining("Only 1 online index") },
    ],
    [
      "the end of an index that is not there",
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "other" } }] },
      { name: "ResourceNotFoundException" },
    ],
    ["an update of nothing", {}, { name: "ValidationException" }],
  ])("refuses %s, and stays as it is", async (_what, input, error) => {
    await indexByOwner();
    const before = await describeTable();
    await expect(update(input)).rejects.toMatchObject(error);
    expect(await describeTable()).toEqual(before);
  });

  it("changes between provisioned throughput and on demand, and wants an index's throughput while provisioned", async () => {
    await update({ BillingMode: "PROVISIONED", ProvisionedThroughput: throughput });
    expect(await describeTable()).toMatchObject({ ProvisionedThroughput: throughput, TableStatus: "ACTIVE" });
    await expect(indexByOwner()).rejects.toThrow("ProvisionedThroughput must be specified for index: by-owner");
    await update({
      AttributeDefinitions: ownerKeys,
      GlobalSecondaryIndexUpdates: [{ Create: { ...other, ProvisionedThroughput: throughput } }],
    });
    await update({ BillingMode: "PAY_PER_REQUEST" });
    const onDemand = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
    expect(await describeTable()).toMatchObject({
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      ProvisionedThroughput: onDemand,
      GlobalSecondaryIndexes: [{ IndexName: "other", ProvisionedThroughput: onDemand }],
    });
  });

  it("is not deleted while it is protected", async () => {
    expect((await describeTable())?.DeletionProtectionEnabled).toBe(false);
    await update({ DeletionProtectionEnabled: true });
    const deletion = () => client.send(new DeleteTableCommand({ TableName }));
    await expect(deletion()).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    });
    expect((await describeTable())?.DeletionProtectionEnabled).toBe(true);
    await update({ DeletionProtectionEnabled: false });
    await deletion();
    await expect(describeTable()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("has the protection and the tags that it is made with, and the tags that it is given", async () => {
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        ...leases,
        TableName: "tagged",
        DeletionProtectionEnabled: true,
        Tags: [{ Key: "application", Value: "kcl" }],
      }),
    );
    expect(TableDescription?.DeletionProtectionEnabled).toBe(true);
    const ResourceArn = TableDescription?.TableArn;
    await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "team", Value: "data" }] }));
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([
      { Key: "application", Value: "kcl" },
      { Key: "team", Value: "data" },
    ]);
  });

  describe("with point-in-time recovery", () => {
    const recovery = async () => {
      const { ContinuousBackupsDescription: description } = await client.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      return description?.PointInTimeRecoveryDescription;
    };
    const enable = (PointInTimeRecoveryEnabled: boolean, RecoveryPeriodInDays?: number) =>
      client.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled, RecoveryPeriodInDays },
        }),
      );

    it("answers what was set last", async () => {
      expect(await recovery()).toEqual({ PointInTimeRecoveryStatus: "DISABLED" });
      await enable(true);
      expect(await recovery()).toEqual({ PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 35 });
      await enable(true, 7);
      expect(await recovery()).toEqual({ PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 7 });
      await enable(false);
      expect(await recovery()).toEqual({ PointInTimeRecoveryStatus: "DISABLED" });
    });

    it("recovers 1 to 35 days", async () => {
      await expect(enable(true, 36)).rejects.toMatchObject({ name: "ValidationException" });
      expect(await recovery()).toEqual({ PointInTimeRecoveryStatus: "DISABLED" });
    });

    it("forgets it when it is deleted", async () => {
      await enable(true);
      await client.send(new DeleteTableCommand({ TableName }));
      await expect(recovery()).rejects.toMatchObject({ name: "TableNotFoundException" });
      await client.send(new CreateTableCommand(leases));
      expect(await recovery()).toEqual({ PointInTimeRecoveryStatus: "DISABLED" });
    });
  });
});
