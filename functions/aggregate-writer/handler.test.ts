import { type AttributeValue, DeleteTableCommand, PutItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { type DynamoDbFixture, startDynamoDb } from "../../local/dynamodb/dynamodb-fixture";
import { createAggregateTable } from "../../test/create-aggregate-table";
import type { KinesisEvent } from "../shared/kinesis-event";
import type { QuarantinedRecord } from "../shared/processor/contract";
import { type Dependencies, makeHandler } from "./handler";

let fixture: DynamoDbFixture;
let tables = 0;
beforeAll(async () => {
  fixture = await startDynamoDb();
});
afterAll(() => fixture.stop());

/** An aggregate and where it stands in the stream. */
interface Placed {
  readonly position: number;
  readonly data: string;
}

const sequenceAt = (position: number) => String(49_590_338_271_490_256_608_559_692n + BigInt(position));
const toEvent = (records: readonly Placed[]): KinesisEvent => ({
  Records: records.map(({ position, data }) => ({
    eventID: `shardId-000000000000:${sequenceAt(position)}`,
    kinesis: {
      data: Buffer.from(data).toString("base64"),
      partitionKey: "user",
      sequenceNumber: sequenceAt(position),
      approximateArrivalTimestamp: 1_795_341_668.5,
    },
  })),
});

const aggregate = (fields: object = {}) =>
  JSON.stringify({
    window_start: "2026-11-22T10:00:00Z",
    window_end: "2026-11-22T10:01:00Z",
    ...{ user_id: "user", event_type: "CLICK", event_count: 1, value_sum: null },
    ...fields,
  });

/** A writer into an empty table of DynamoDB's emulator, with a bucket in memory. */
async function startWriter(overrides: Partial<Dependencies> = {}) {
  const { client, dynamodb, clock } = fixture;
  const tableName = `aggregates-${tables++}`;
  await createAggregateTable(client, tableName);
  const quarantined: QuarantinedRecord[] = [];
  const lines: Record<string, unknown>[] = [];
  let nowMs = 0;
  const handler = makeHandler({
    putItem: (input) => client.send(new PutItemCommand(input)),
    putObject: async ({ Body }) => {
      quarantined.push(
        ...String(Body)
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line)),
      );
    },
    now: () => ++nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    random: () => 0.5,
    log: (logged) => lines.push(...logged.map((line) => JSON.parse(line))),
    settings: {
      ...{ tableName, ttlDays: 30, eventTypes: new Set(["CLICK"]) },
      ...{ failuresBucket: "failures", processorName: "aggregate-writer", environment: "dev" },
    },
    ...overrides,
  });
  const context = { awsRequestId: "request-1", functionName: "writer", getRemainingTimeInMillis: () => 60_000 };
  return {
    ...{ tableName, quarantined, lines, dynamodb, clock },
    async write(records: readonly Placed[]) {
      const { batchItemFailures } = await handler(toEvent(records), context);
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    async items() {
      const items: Record<string, AttributeValue>[] = [];
      for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) items.push(...Items);
      return items;
    },
  };
}

const counts = (items: readonly Record<string, AttributeValue>[]) => items.map((item) => item["event_count"]?.N);

describe("the aggregate writer", () => {
  it("writes an item for each window, user and event type", async () => {
    const { write, items } = await startWriter();
    const groups = [{}, { user_id: "other" }, { event_type: "VIEW" }, { window_end: "2026-11-22T10:05:00Z" }];
    expect(await write(groups.map((fields, position) => ({ position, data: aggregate(fields) })))).toEqual([]);
    expect(await items()).toHaveLength(4);
  });

  it("overwrites a window by its repeat, in the same batch and in another", async () => {
    const { write, items } = await startWriter();
    const repeat = (position: number) => ({ position, data: aggregate({ event_count: position }) });
    await write([repeat(1), repeat(2)]);
    expect(counts(await items())).toEqual(["2"]);
    await write([repeat(3)]);
    expect(counts(await items())).toEqual(["3"]);
  });

  it("lets no older repeat overwrite a newer one, and counts it as processed", async () => {
    const { write, items, lines } = await startWriter();
    await write([{ position: 2, data: aggregate({ event_count: 2 }) }]);
    expect(await write([{ position: 1, data: aggregate({ event_count: 1 }) }])).toEqual([]);
    expect(counts(await items())).toEqual(["2"]);
    expect(lines.at(-1)).toMatchObject({ level: "INFO", processed: 1, rejected: 0, retried: 0 });
  });

  it("changes nothing by a replay", async () => {
    const { write, items } = await startWriter();
    const batch = [{ position: 1, data: aggregate() }];
    await write(batch);
    const before = await items();
    await write(batch);
    expect(await items()).toEqual(before);
  });

  it("puts what is no aggregate into quarantine and goes on", async () => {
    const { write, items, quarantined } = await startWriter();
    const batch = ["hello", aggregate({ event_count: "many" }), aggregate()];
    expect(await write(batch.map((data, position) => ({ position, data })))).toEqual([]);
    expect(await items()).toHaveLength(1);
    expect(quarantined).toMatchObject([
      { reason: expect.stringMatching(/^not JSON: /), sequenceNumber: sequenceAt(0) },
      { reason: '"event_count" is no whole number', sequenceNumber: sequenceAt(1) },
    ]);
  });

  it("puts what DynamoDB refuses into quarantine", async () => {
    const { write, items, quarantined } = await startWriter({
      putItem: (input) => fixture.client.send(new PutItemCommand({ ...input, Item: { user_id: { S: "user" } } })),
    });
    expect(await write([{ position: 0, data: aggregate() }])).toEqual([]);
    expect(await items()).toEqual([]);
    expect(quarantined).toMatchObject([
      { reason: expect.stringMatching(/^DynamoDB refuses the item: ValidationException/) },
    ]);
  });

  it("returns the first record that a table which is gone did not take", async () => {
    const { write, tableName } = await startWriter();
    await fixture.client.send(new DeleteTableCommand({ TableName: tableName }));
    expect(await write([1, 2].map((position) => ({ position, data: aggregate() })))).toEqual([sequenceAt(1)]);
  });

  it("tries again what failed for the moment", async () => {
    let failures = 2;
    const { write, items } = await startWriter({
      putItem: (input) => {
        if (failures-- > 0) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
        return fixture.client.send(new PutItemCommand(input));
      },
    });
    expect(await write([{ position: 1, data: aggregate() }])).toEqual([]);
    expect(await items()).toHaveLength(1);
  });
});

it("ends with the newest repeat of every window, whatever is replayed in whatever order", async () => {
  const repeats = fc
    .array(fc.record({ user_id: fc.constantFrom("a", "b"), event_type: fc.constantFrom("CLICK", "VIEW") }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((groups) => groups.map((group, event_count) => ({ ...group, event_count })));
  const deliveries = repeats.chain((all) =>
    fc.record({
      all: fc.constant(all),
      // Each at least once, some again, in any order and in any batches.
      order: fc
        .array(fc.nat(all.length - 1), { maxLength: 12 })
        .chain((again) => fc.shuffledSubarray([...all.keys(), ...again], { minLength: all.length + again.length })),
      batchSize: fc.integer({ min: 1, max: 8 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ all, order, batchSize }) => {
      const { write, items } = await startWriter();
      for (let start = 0; start < order.length; start += batchSize) {
        // Lambda hands over a shard's records in their order; batches come again in any.
        const batch = order.slice(start, start + batchSize).sort((a, b) => a - b);
        await write(batch.map((position) => ({ position, data: aggregate(all[position]) })));
      }
      const newest = new Map(
        all.map((repeat) => [`${repeat.user_id} ${repeat.event_type}`, String(repeat.event_count)]),
      );
      const written = await items();
      expect(
        new Map(written.map((item) => [`${item["user_id"]?.S} ${item["event_type"]?.S}`, item["event_count"]?.N])),
      ).toEqual(newest);
    }),
    { numRuns: 50 },
  );
}, 60_000);
