import type { KinesisStreamEvent } from "aws-lambda";
import { MappingSimulation, type SimulationOptions } from "./mapping-simulation";

const queueArn = "arn:aws:sqs:eu-west-1:000000000000:failures";
const bucketArn = "arn:aws:s3:::failures";
const hourMs = 3_600_000;

/** `count` records of one partition key: "a/1", "a/2" … */
function records(count: number, key = "a", from = 1): string[] {
  return Array.from({ length: count }, (_, position) => `${key}/${from + position}`);
}

/** Starts a mapping, puts the records in one call, and lets what follows at once happen. */
async function run(options: SimulationOptions, ...texts: string[]): Promise<MappingSimulation> {
  const simulation = new MappingSimulation(options);
  simulation.mapping.start();
  if (texts.length > 0) simulation.put(...texts);
  await simulation.clock.advance(0);
  return simulation;
}

/** A partial response that reports the records with these texts. */
function reporting(event: KinesisStreamEvent, isFailed: (text: string) => boolean) {
  const failed = event.Records.filter(({ kinesis }) => isFailed(Buffer.from(kinesis.data, "base64").toString()));
  return { payload: { batchItemFailures: failed.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) } };
}

describe("batches", () => {
  it("are sent at once without a window, with all that one PutRecords call brought", async () => {
    const { batches, mapping } = await run({}, ...records(3));
    expect(batches).toEqual([["a/1", "a/2", "a/3"]]);
    expect(mapping.stats).toMatchObject({ processed: 3, invocations: 1 });
  });

  it("close at the batch size", async () => {
    const { batches } = await run({ batchSize: 2 }, ...records(5));
    expect(batches).toEqual([["a/1", "a/2"], ["a/3", "a/4"], ["a/5"]]);
  });

  it("wait for their window, and close before it when they are full", async () => {
    const simulation = await run({ batchSize: 3, maximumBatchingWindowInSeconds: 10 }, ...records(1));
    await simulation.clock.advance(9_999);
    simulation.put("a/2");
    await simulation.clock.advance(0);
    expect(simulation.batches).toEqual([]);
    await simulation.clock.advance(1);
    expect(simulation.batches).toEqual([["a/1", "a/2"]]);
    simulation.put(...records(3, "a", 3));
    await simulation.clock.advance(0);
    expect(simulation.batches).toHaveLength(2);
  });

  it("begin their window when the invocation before them ends", async () => {
    const simulation = await run({ maximumBatchingWindowInSeconds: 10, durationMs: 5_000 }, "a/1");
    await simulation.clock.advance(10_000);
    simulation.put("a/2");
    await simulation.clock.advance(14_999);
    expect(simulation.batches).toEqual([["a/1"]]);
    await simulation.clock.advance(1);
    expect(simulation.batches).toEqual([["a/1"], ["a/2"]]);
  });

  it("close at 6 MB of payload", async () => {
    const simulation = await run({});
    const text = `a/${"x".repeat(1024 * 1024 - 10)}`;
    simulation.put(...Array.from({ length: 9 }, () => text));
    await simulation.clock.advance(0);
    expect(simulation.batches.map(({ length }) => length)).toEqual([4, 4, 1]);
    for (const { event } of simulation.calls) {
      expect(JSON.stringify(event).length).toBeLessThanOrEqual(6 * 1024 * 1024);
    }
  });

  it("come from one shard each", async () => {
    const keys = Array.from({ length: 20 }, (_, position) => `key${position}/1`);
    const { calls, stream } = await run({ shards: 2 }, ...keys);
    expect(calls.map(({ shardId }) => shardId).sort()).toEqual(stream.shards().map(({ shardId }) => shardId));
    for (const { event, shardId } of calls) {
      expect(event.Records.every(({ eventID }) => eventID.startsWith(`${shardId}:`))).toBe(true);
    }
  });

  it("reach the function as Lambda's event", async () => {
    const { calls, stream } = await run({}, "a/1");
    const [record] = stream.shards()[0]?.read(0, 1, 1_000) ?? [];
    expect(calls[0]?.event).toEqual({
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: "1.0",
            partitionKey: "a",
            sequenceNumber: record?.sequenceNumber,
            data: "YS8x",
            approximateArrivalTimestamp: Date.UTC(2026, 0, 1) / 1000,
          },
          eventSource: "aws:kinesis",
          eventVersion: "1.0",
          eventID: `shardId-000000000000:${record?.sequenceNumber}`,
          eventName: "aws:kinesis:record",
          invokeIdentityArn: "arn:aws:iam::000000000000:role/processor",
          awsRegion: "eu-west-1",
          eventSourceARN: "arn:aws:kinesis:eu-west-1:000000000000:stream/data-stream",
        },
      ],
    });
  });

  it("are read ahead by no more than one a lane, however much there is to read", async () => {
    const simulation = new MappingSimulation({ batchSize: 10, parallelizationFactor: 2, respond: () => "throttled" });
    const [shard] = simulation.stream.shards();
    if (!shard) throw new Error("The stream has no shard");
    const read = jest.spyOn(shard, "read");
    for (let call = 0; call < 10; call++) {
      simulation.put(...Array.from({ length: 500 }, (_, position) => `key${position}/${call}`));
    }
    simulation.mapping.start();
    await simulation.clock.advance(hourMs);
    const recordsRead = read.mock.results.reduce((sum, { value }) => sum + value.length, 0);
    expect(recordsRead).toBeLessThanOrEqual(2 * 2 * 10);
    expect(simulation.mapping.pending()).toBe(5_000);
  });
});

describe("the parallelization factor", () => {
  it("is how many batches of one shard are in flight, each key in order", async () => {
    const simulation = await run({ parallelizationFactor: 3, batchSize: 5, durationMs: 100 });
    for (let round = 1; round <= 20; round++)
      simulation.put(...Array.from({ length: 20 }, (_, key) => `k${key}/${round}`));
    await simulation.clock.advance(hourMs);
    expect(simulation.maxConcurrency).toBe(3);
    const texts = simulation.batches.flat();
    expect(texts).toHaveLength(400);
    for (let key = 0; key < 20; key++) {
      expect(texts.filter((text) => text.startsWith(`k${key}/`))).toEqual(records(20, `k${key}`));
    }
  });
});

describe("the starting position", () => {
  it("TRIM_HORIZON begins with the oldest record that the stream keeps", async () => {
    const simulation = new MappingSimulation({});
    simulation.put("a/1");
    await simulation.clock.advance(25 * hourMs);
    simulation.put("a/2");
    simulation.mapping.start();
    await simulation.clock.advance(0);
    expect(simulation.batches).toEqual([["a/2"]]);
    expect(simulation.mapping.stats.expired).toBe(0);
  });

  it("LATEST begins with what comes after the start, and reads shards that are opened later whole", async () => {
    const simulation = new MappingSimulation({ startingPosition: "LATEST" });
    simulation.put("a/1");
    simulation.mapping.start();
    simulation.put("a/2");
    simulation.split(0);
    simulation.put("a/3");
    await simulation.clock.advance(0);
    expect(simulation.batches).toEqual([["a/2"], ["a/3"]]);
  });

  it("AT_TIMESTAMP begins with the first record that arrived then or later", async () => {
    const simulation = new MappingSimulation({
      startingPosition: "AT_TIMESTAMP",
      startingPositionTimestamp: Date.UTC(2026, 0, 1, 1),
    });
    simulation.put("a/1");
    await simulation.clock.advance(hourMs);
    simulation.put("a/2");
    simulation.mapping.start();
    await simulation.clock.advance(0);
    expect(simulation.batches).toEqual([["a/2"]]);
  });
});

describe("a reshard", () => {
  it("lets a child begin only when its parents are drained", async () => {
    let failing = true;
    const simulation = await run({
      shards: 2,
      respond: (texts) => (failing && texts.includes("a/1") ? new Error() : { payload: null }),
    });
    simulation.put("a/1");
    simulation.merge();
    simulation.put("a/2");
    await simulation.clock.advance(60_000);
    expect(simulation.batches.flat()).not.toContain("a/2");
    expect(simulation.mapping.pending()).toBe(2);
    failing = false;
    await simulation.clock.advance(60_000);
    expect(simulation.batches.at(-1)).toEqual(["a/2"]);
    expect(simulation.mapping.pending()).toBe(0);
  });

  it("forgets shards that the stream no longer has", async () => {
    const simulation = await run({}, "a/1");
    simulation.split(0);
    simulation.put("a/2");
    await simulation.clock.advance(25 * hourMs);
    expect(simulation.stream.shards()).toHaveLength(2);
    simulation.put("a/3");
    await simulation.clock.advance(0);
    expect(simulation.batches).toEqual([["a/1"], ["a/2"], ["a/3"]]);
  });
});

describe("ReportBatchItemFailures", () => {
  const options = { reportBatchItemFailures: true, maximumRetryAttempts: 2, onFailureDestinationArn: queueArn };

  it.each([
    ["an empty list", { batchItemFailures: [] }],
    ["a null list", { batchItemFailures: null }],
    ["an empty object", {}],
    ["null", null],
    ["an empty string", ""],
  ])("takes %s for success", async (_, payload) => {
    const { calls, mapping } = await run({ ...options, respond: () => ({ payload }) }, "a/1");
    expect(calls).toHaveLength(1);
    expect(mapping.stats).toMatchObject({ processed: 1, failedInvokeEvents: 0 });
  });

  it.each([
    ["an empty identifier", [{ itemIdentifier: "" }]],
    ["a null identifier", [{ itemIdentifier: null }]],
    ["a wrong key name", [{ foo: "bar" }]],
    ["a sequence number that is not in the batch", [{ itemIdentifier: "1" }]],
    ["a list that is none", "everything"],
  ])("takes %s for a failure of the whole batch", async (_, batchItemFailures) => {
    const respond = () => ({ payload: { batchItemFailures } });
    const simulation = await run({ ...options, respond }, ...records(2));
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([records(2), records(2), records(2)]);
    expect(simulation.failureRecords).toMatchObject([
      {
        requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: null },
        KinesisBatchInfo: { batchSize: 2 },
      },
    ]);
    expect(simulation.mapping.stats).toMatchObject({ failedDestination: 2, failedInvokeEvents: 6, errors: 0 });
  });

  it("retries from the lowest sequence number that was reported", async () => {
    let calls = 0;
    const respond = (_: readonly string[], event: KinesisStreamEvent) =>
      calls++ === 0 ? reporting(event, (text) => text === "a/5" || text === "a/3") : { payload: {} };
    const { batches, mapping } = await run({ ...options, respond }, ...records(6));
    expect(batches).toEqual([records(6), records(4, "a", 3)]);
    expect(mapping.stats).toMatchObject({ processed: 6, failedInvokeEvents: 2 });
  });

  it("gives what is left after a partial response its full quota, and counts its calls from one", async () => {
    const respond = (_: readonly string[], event: KinesisStreamEvent) => reporting(event, (text) => text === "a/3");
    const simulation = await run({ ...options, maximumRetryAttempts: 3, respond }, ...records(3));
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([records(3), ["a/3"], ["a/3"], ["a/3"], ["a/3"]]);
    expect(simulation.failureRecords).toMatchObject([
      { requestContext: { approximateInvokeCount: 4 }, KinesisBatchInfo: { batchSize: 1 } },
    ]);
  });

  it("splits at the returned sequence number when bisection is on", async () => {
    let calls = 0;
    const respond = (_: readonly string[], event: KinesisStreamEvent) =>
      calls++ === 0 ? reporting(event, (text) => text === "a/2") : { payload: {} };
    const { batches } = await run({ ...options, bisectBatchOnFunctionError: true, respond }, ...records(6));
    expect(batches).toEqual([records(6), records(5, "a", 2)]);
  });

  it("is ignored unless the option is set", async () => {
    const respond = (_: readonly string[], event: KinesisStreamEvent) => reporting(event, () => true);
    const { calls, mapping } = await run({ respond }, ...records(2));
    expect(calls).toHaveLength(1);
    expect(mapping.stats.processed).toBe(2);
  });
});

describe("a function that fails", () => {
  const always = () => new Error("always");

  it("is called again without end when retries are not limited, and holds up its shard", async () => {
    const simulation = await run({ batchSize: 1, respond: always }, "a/1", "a/2");
    await simulation.clock.advance(10 * hourMs);
    expect(simulation.batches.length).toBeGreaterThan(600);
    expect(simulation.batches.flat()).not.toContain("a/2");
    expect(simulation.mapping.pending()).toBe(2);
  });

  it("is called at growing intervals of up to a minute", async () => {
    const simulation = await run({ respond: always }, "a/1");
    await simulation.clock.advance(hourMs);
    const waits = simulation.calls.slice(1).map(({ atMs }, call) => atMs - (simulation.calls[call]?.atMs ?? 0));
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
    expect(Math.min(...waits.slice(12))).toBeGreaterThanOrEqual(30_000);
  });

  it("has its batch sent to the queue when retries are exhausted, and the shard moves on", async () => {
    const simulation = await run(
      {
        batchSize: 2,
        maximumRetryAttempts: 1,
        onFailureDestinationArn: queueArn,
        respond: (texts) => (texts.includes("a/1") ? new Error() : { payload: null }),
      },
      ...records(3),
    );
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([records(2), records(2), ["a/3"]]);
    const [first, last] = simulation.calls[0]?.event.Records ?? [];
    expect(simulation.deliveries).toEqual([{ arn: queueArn, body: expect.any(String) }]);
    expect(simulation.failureRecords).toEqual([
      {
        requestContext: {
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          functionArn: "arn:aws:lambda:eu-west-1:000000000000:function:processor",
          condition: "RetryAttemptsExhausted",
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
        version: "1.0",
        timestamp: expect.stringMatching(/^2026-01-01T00:00:00\.\d{3}Z$/),
        KinesisBatchInfo: {
          shardId: "shardId-000000000000",
          startSequenceNumber: first?.kinesis.sequenceNumber,
          endSequenceNumber: last?.kinesis.sequenceNumber,
          approximateArrivalOfFirstRecord: "2026-01-01T00:00:00.000Z",
          approximateArrivalOfLastRecord: "2026-01-01T00:00:00.000Z",
          batchSize: 2,
          streamArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/data-stream",
        },
      },
    ]);
    expect(simulation.mapping.stats).toMatchObject({
      processed: 1,
      failedDestination: 2,
      dropped: 0,
      invocations: 3,
      errors: 2,
      retries: 1,
      failedInvokeEvents: 4,
    });
  });

  it("has its batch written to the bucket with the whole event as its payload", async () => {
    const options = { maximumRetryAttempts: 0, onFailureDestinationArn: bucketArn, respond: always };
    const simulation = await run(options, ...records(2));
    expect(simulation.deliveries).toMatchObject([
      {
        arn: bucketArn,
        key: expect.stringMatching(
          /^aws\/lambda\/11111111-2222-4333-8444-555555555555\/shardId-000000000000\/2026\/01\/01\/2026-01-01T00\.00\.00-[0-9a-f-]{36}$/,
        ),
      },
    ]);
    const [record] = simulation.failureRecords;
    expect(record).toMatchObject({ version: "1.0", KinesisBatchInfo: { batchSize: 2 } });
    expect(JSON.parse(record.payload)).toEqual(simulation.calls[0]?.event);
  });

  it("has its batch dropped and counted when there is no destination", async () => {
    const { mapping } = await run({ maximumRetryAttempts: 0, respond: always }, ...records(2));
    expect(mapping.stats).toMatchObject({ dropped: 2, failedDestination: 0 });
    expect(mapping.lastProcessingResult).toBe("PROBLEM: Function call failed");
  });

  it("has its batch bisected, which uses no retry, until the bad record is alone", async () => {
    const simulation = await run(
      {
        maximumRetryAttempts: 1,
        bisectBatchOnFunctionError: true,
        onFailureDestinationArn: queueArn,
        respond: (texts) => (texts.includes("a/3") ? new Error() : { payload: null }),
      },
      ...records(4),
    );
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([records(4), ["a/1", "a/2"], ["a/3", "a/4"], ["a/3"], ["a/3"], ["a/4"]]);
    expect(simulation.failureRecords).toMatchObject([
      { requestContext: { approximateInvokeCount: 2 }, KinesisBatchInfo: { batchSize: 1 } },
    ]);
    expect(simulation.mapping.stats).toMatchObject({ processed: 3, failedDestination: 1, retries: 1 });
  });

  it("has its batch given up when its records are over the maximum age", async () => {
    const simulation = await run(
      { maximumRecordAgeInSeconds: 60, onFailureDestinationArn: queueArn, respond: always },
      "a/1",
    );
    await simulation.clock.advance(hourMs);
    expect(simulation.failureRecords).toMatchObject([
      {
        requestContext: { condition: "RecordAgeExceeded", approximateInvokeCount: simulation.calls.length },
        responseContext: { functionError: "Unhandled" },
      },
    ]);
  });
});

describe("the maximum age", () => {
  it("keeps from the function what is too old before its first call, and only that", async () => {
    const simulation = await run(
      { maximumRecordAgeInSeconds: 60, onFailureDestinationArn: queueArn, durationMs: 61_000 },
      "a/1",
    );
    simulation.put("a/2");
    await simulation.clock.advance(50_000);
    simulation.put("a/3");
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([["a/1"], ["a/3"]]);
    expect(simulation.failureRecords).toMatchObject([
      {
        requestContext: { condition: "RecordAgeExceeded", approximateInvokeCount: 0 },
        KinesisBatchInfo: { batchSize: 1, approximateArrivalOfLastRecord: "2026-01-01T00:00:00.000Z" },
      },
    ]);
    expect(simulation.mapping.stats).toMatchObject({ processed: 2, failedDestination: 1 });
  });
});

describe("a throttle", () => {
  it("never uses the retry quota", async () => {
    let attempts = 0;
    const respond = () => (attempts++ < 50 ? "throttled" : new Error());
    const simulation = await run({ maximumRetryAttempts: 2, onFailureDestinationArn: queueArn, respond }, "a/1");
    await simulation.clock.advance(2 * hourMs);
    expect(simulation.mapping.stats).toMatchObject({ throttles: 50, invocations: 3, retries: 2, failedDestination: 1 });
    expect(simulation.failureRecords).toMatchObject([{ requestContext: { approximateInvokeCount: 3 } }]);
  });

  it("lasts until the maximum age, and then the record says that the function was never called", async () => {
    const simulation = await run(
      { maximumRecordAgeInSeconds: 60, onFailureDestinationArn: queueArn, respond: () => "throttled" },
      "a/1",
    );
    await simulation.clock.advance(hourMs);
    const [record] = simulation.failureRecords;
    expect(record.requestContext).toMatchObject({ condition: "RecordAgeExceeded", approximateInvokeCount: 0 });
    expect(record).not.toHaveProperty("responseContext");
  });
});

describe("a destination that refuses", () => {
  const options = {
    maximumRetryAttempts: 0,
    onFailureDestinationArn: queueArn,
    respond: (texts: readonly string[]) => (texts.includes("a/1") ? new Error() : { payload: null }),
  };

  it("is tried again", async () => {
    const simulation = await run({ ...options, refusedDeliveries: 2 }, "a/1");
    await simulation.clock.advance(hourMs);
    expect(simulation.mapping.stats).toMatchObject({
      failedDestination: 1,
      dropped: 0,
      destinationDeliveryFailures: 2,
    });
  });

  it("loses the batch in the end, counted, and the shard moves on", async () => {
    const simulation = await run({ ...options, batchSize: 1, refusedDeliveries: 1_000 }, "a/1", "a/2");
    await simulation.clock.advance(hourMs);
    expect(simulation.mapping.stats).toMatchObject({
      processed: 1,
      failedDestination: 0,
      dropped: 1,
      destinationDeliveryFailures: 5,
    });
  });
});

describe("the EventCount metrics", () => {
  const reportOnce = () => {
    let calls = 0;
    return (_: readonly string[], event: KinesisStreamEvent) =>
      calls++ === 0 ? reporting(event, (text) => text !== "a/1") : { payload: {} };
  };

  it("count in FailedInvokeEventCount each item that was reported, even if its retry succeeds", async () => {
    const options = { reportBatchItemFailures: true, respond: reportOnce() };
    const { mapping } = await run(options, ...records(4));
    expect(mapping.stats).toMatchObject({ processed: 4, failedInvokeEvents: 3, dropped: 0 });
  });

  it("leave out of DroppedEventCount what a destination took, which OnFailureDestinationDeliveredEventCount has", async () => {
    const options = { maximumRetryAttempts: 0, respond: () => new Error() };
    const taken = await run({ ...options, onFailureDestinationArn: queueArn }, ...records(2));
    expect(taken.mapping.stats).toMatchObject({ dropped: 0, failedDestination: 2 });
    const dropped = await run(options, ...records(2));
    expect(dropped.mapping.stats).toMatchObject({ dropped: 2, failedDestination: 0 });
  });
});

describe("records that can't be had any more", () => {
  it("are counted as expired when retention takes them from a batch that is retried, and from what was not read yet", async () => {
    let throttled = true;
    const simulation = await run(
      { batchSize: 2, respond: () => (throttled ? "throttled" : { payload: null }) },
      ...records(10),
    );
    await simulation.clock.advance(25 * hourMs);
    simulation.put("a/11");
    throttled = false;
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([["a/11"]]);
    expect(simulation.mapping.stats).toMatchObject({ processed: 1, expired: 10 });
    expect(simulation.mapping.pending()).toBe(0);
  });

  it("are counted when their shard waits for its parent", async () => {
    const simulation = await run({ respond: () => "throttled" }, "a/1");
    simulation.split(0);
    simulation.put(...records(3, "b"));
    await simulation.clock.advance(26 * hourMs);
    expect(simulation.mapping.stats.expired).toBe(4);
    expect(simulation.mapping.pending()).toBe(0);
  });

  it("are counted as filtered when no filter matches", async () => {
    const filterPatterns = [`{"partitionKey":["b"]}`];
    const simulation = await run({ filterPatterns, batchSize: 3 }, ...records(1_00), "b/1", ...records(5));
    await simulation.clock.advance(1_000);
    expect(simulation.batches).toEqual([["b/1"]]);
    expect(simulation.mapping.stats).toMatchObject({ processed: 1, filtered: 105 });
    expect(simulation.mapping.pending()).toBe(0);
  });
});

describe("stopping", () => {
  it("lets invocations under way end, cancels waits, and leaves the rest in the stream", async () => {
    const simulation = await run({ shards: 2, batchSize: 1, durationMs: 1_000 }, "a/1", "a/2");
    const stopped = simulation.mapping.stop();
    await simulation.clock.advance(1_000);
    await stopped;
    await simulation.clock.advance(hourMs);
    expect(simulation.batches).toEqual([["a/1"]]);
    expect(simulation.mapping.stats.processed).toBe(1);
    expect(simulation.mapping.pending()).toBe(1);
  });

  it("does not wait for the next retry", async () => {
    const simulation = await run({ respond: () => new Error() }, "a/1");
    await simulation.clock.advance(hourMs);
    const calls = simulation.calls.length;
    await simulation.mapping.stop();
    await simulation.clock.advance(hourMs);
    expect(simulation.calls).toHaveLength(calls);
    expect(simulation.mapping.pending()).toBe(1);
  });
});

describe("a mapping that was stopped", () => {
  it("goes on where it was in every lane, and processes each record once", async () => {
    const simulation = await run({ shards: 2, batchSize: 3, parallelizationFactor: 2, durationMs: 700 });
    for (let round = 1; round <= 20; round++) {
      simulation.put(...Array.from({ length: 10 }, (_, key) => `k${key}/${round}`));
      await simulation.clock.advance(500);
      const stopped = simulation.mapping.stop();
      await simulation.clock.advance(700);
      await stopped;
      const { length } = simulation.calls;
      await simulation.clock.advance(hourMs / 100);
      expect(simulation.calls).toHaveLength(length);
      expect(simulation.mapping.pending() + simulation.mapping.stats.processed).toBe(10 * round);
      simulation.mapping.start();
    }
    await simulation.clock.advance(hourMs);
    const texts = simulation.batches.flat();
    for (let key = 0; key < 10; key++) {
      expect(texts.filter((text) => text.startsWith(`k${key}/`))).toEqual(records(20, `k${key}`));
    }
    expect(texts).toHaveLength(200);
  });

  it("reads what was put and opened meanwhile, by the configuration that it was given", async () => {
    const simulation = await run({}, "a/1");
    await simulation.mapping.stop();
    simulation.put("a/2");
    simulation.split(0);
    simulation.put("a/3", "a/4");
    expect(simulation.mapping.pending()).toBe(3);
    simulation.mapping.configure({ ...simulation.mapping.configuration, batchSize: 1 });
    simulation.mapping.start();
    await simulation.clock.advance(0);
    expect(simulation.batches).toEqual([["a/1"], ["a/2"], ["a/3"], ["a/4"]]);
  });

  it("counts as expired what retention took meanwhile", async () => {
    const simulation = await run({ batchSize: 2, respond: () => "throttled" }, ...records(10));
    await simulation.mapping.stop();
    await simulation.clock.advance(25 * hourMs);
    simulation.put("a/11");
    expect(simulation.mapping.stats.expired).toBe(10);
    expect(simulation.mapping.pending()).toBe(1);
  });
});

it("takes an hour of traffic through faults in virtual time, and loses nothing", async () => {
  let calls = 0;
  const simulation = new MappingSimulation({
    shards: 2,
    batchSize: 50,
    maximumBatchingWindowInSeconds: 2,
    parallelizationFactor: 2,
    bisectBatchOnFunctionError: true,
    durationMs: 200,
    respond: () => {
      calls++;
      if (calls % 10 === 0) return "throttled";
      return calls % 7 === 0 ? new Error() : { payload: null };
    },
  });
  simulation.mapping.start();
  for (let second = 0; second < 3_600; second += 5) {
    simulation.put(...Array.from({ length: 50 }, (_, key) => `user-${(second * 7 + key) % 1_000}/${second}`));
    await simulation.clock.advance(5_000);
  }
  await simulation.clock.advance(hourMs);
  expect(simulation.mapping.stats).toMatchObject({ processed: 36_000, dropped: 0, expired: 0 });
  expect(simulation.mapping.pending()).toBe(0);
});

describe("a setting that AWS refuses", () => {
  it.each([
    [{ batchSize: 0 }, "Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than"],
    [{ parallelizationFactor: 11 }, "Value '11' at 'parallelizationFactor' failed to satisfy constraint"],
    [{ maximumBatchingWindowInSeconds: 1.5 }, "Value '1.5' at 'maximumBatchingWindowInSeconds'"],
    [
      { maximumRecordAgeInSeconds: 59 },
      "MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800",
    ],
    [{ startingPosition: "AT_TIMESTAMP" }, "needs a StartingPositionTimestamp"],
    [{ onFailureDestinationArn: "arn:aws:iam::000000000000:role/r" }, "must be an SQS queue, an SNS topic or an S3"],
    [{ filterPatterns: ["{"] }, "Invalid filter pattern definition"],
  ] satisfies [SimulationOptions, string][])(
    "%j is an error with the value and what is allowed",
    (settings, message) => {
      expect(() => new MappingSimulation(settings)).toThrow(message);
    },
  );
});
