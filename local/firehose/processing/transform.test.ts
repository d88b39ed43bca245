import type { FirehoseTransformationEvent } from "aws-lambda";
import {
  type Answer,
  DeliverySimulation,
  lambdaProcessor,
  processing,
  type SimulationOptions,
  upperCased,
} from "../delivery/delivery-simulation";

const minuteMs = 60_000;

interface TransformOptions extends SimulationOptions {
  /** Of the Lambda processor; it waits for a second. */
  readonly parameters?: Record<string, string>;
}

function started({ parameters, ...options }: TransformOptions = {}): DeliverySimulation {
  const description = { ProcessingConfiguration: processing(lambdaProcessor(parameters)) };
  const simulation = new DeliverySimulation({ description, ...options });
  simulation.deliveryStream.start();
  return simulation;
}

/** Answers with what `answerTo` says of each record. */
function each(answerTo: (record: FirehoseTransformationEvent["records"][number], position: number) => object) {
  return ({ records }: FirehoseTransformationEvent): Answer => ({ payload: { records: records.map(answerTo) } });
}

const textOf = (base64: string) => Buffer.from(base64, "base64").toString();

describe("the event", () => {
  it("of a stream's records has AWS's shape", async () => {
    const { put, clock, events } = bound(started());
    put("key/1");
    await clock.advance(minuteMs);
    expect(events).toEqual([
      {
        invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        deliveryStreamArn: "arn:aws:firehose:eu-west-1:000000000000:deliverystream/delivery-stream",
        region: "eu-west-1",
        sourceKinesisStreamArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/data-stream",
        records: [
          {
            recordId: expect.stringMatching(/^\d{56}000000$/),
            approximateArrivalTimestamp: Date.UTC(2026, 0, 1),
            data: Buffer.from("key/1").toString("base64"),
            kinesisRecordMetadata: {
              sequenceNumber: expect.stringMatching(/^\d{56}$/),
              subsequenceNumber: 0,
              partitionKey: "key",
              shardId: "shardId-000000000000",
              approximateArrivalTimestamp: Date.UTC(2026, 0, 1),
            },
          },
        ],
      },
    ]);
  });

  it("of Direct PUT tells no stream, and names each record differently", async () => {
    const { clock, events, deliveryStream } = started({ kind: "DirectPut" });
    deliveryStream.put([Buffer.from("1"), Buffer.from("2")]);
    await clock.advance(minuteMs);
    const [event] = events;
    expect(event).not.toHaveProperty("sourceKinesisStreamArn");
    expect(Object.keys(event?.records[0] ?? {})).toEqual(["recordId", "approximateArrivalTimestamp", "data"]);
    expect(new Set(event?.records.map(({ recordId }) => recordId)).size).toBe(2);
  });

  it("goes out when the function's buffer has its size, or its interval is over", async () => {
    const { put, clock, events } = bound(started({ parameters: { BufferSizeInMBs: "0.2" } }));
    put("key/1".padEnd(150 * 1024), "key/2".padEnd(60 * 1024), "key/3");
    await clock.advance(0);
    expect(events.map(({ records }) => records.length)).toEqual([2]);
    await clock.advance(1_000);
    expect(events.map(({ records }) => records.length)).toEqual([2, 1]);
  });

  it("is never larger than Lambda takes, however small the records", async () => {
    const simulation = started();
    for (let request = 0; request < 60; request++) simulation.put(...Array.from({ length: 500 }, () => "k/1"));
    await simulation.clock.advance(minuteMs);
    const sizes = simulation.events.map((event) => JSON.stringify(event).length);
    expect(simulation.events.flatMap(({ records }) => records)).toHaveLength(30_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6 * 1024 * 1024);
    expect(sizes.length).toBeLessThan(4);
  });

  it("waits for the answer to the one before", async () => {
    const { put, clock, events } = bound(started({ durationMs: 10_000, parameters: { BufferSizeInMBs: "0.2" } }));
    for (let part = 0; part < 12; part++) put(`key/${part}`.padEnd(205 * 1024));
    await clock.advance(9_000);
    expect(events).toHaveLength(1);
    await clock.advance(10_000);
    expect(events).toHaveLength(2);
  });
});

describe("the answer", () => {
  it("gives what is delivered, drops records, and fails records with AWS's envelope", async () => {
    const results: Record<string, string> = { "key/1\n": "Ok", "key/2\n": "Dropped", "key/3\n": "ProcessingFailed" };
    const respond = each(({ recordId, data }) => {
      const changed = Buffer.from(`<${textOf(data)}>`).toString("base64");
      return { recordId, result: results[textOf(data)], data: changed };
    });
    const { put, clock, objects, deliveryStream, errors } = bound(started({ respond }));
    put("key/1\n", "key/2\n", "key/3\n");
    await clock.advance(2 * minuteMs);
    expect(objects.map(({ text }) => text)).toContain("<key/1\n>");
    expect(errors("processing-failed")).toEqual([
      {
        attemptsMade: 1,
        arrivalTimestamp: Date.UTC(2026, 0, 1),
        errorCode: "Lambda.ProcessingFailedStatus",
        errorMessage: "ProcessingFailed status set for record",
        attemptEndingTimestamp: Date.UTC(2026, 0, 1) + 1_000,
        rawData: Buffer.from("key/3\n").toString("base64"),
        lambdaArn: "arn:aws:lambda:eu-west-1:000000000000:function:transform:$LATEST",
      },
    ]);
    expect(deliveryStream.statistics).toMatchObject({ delivered: 1, dropped: 1, failed: 1, buffered: 0 });
  });

  it("without a record's id fails that record alone", async () => {
    const respond = each(({ recordId, data }, position) => ({
      recordId: position === 0 ? "another" : recordId,
      result: "Ok",
      data,
    }));
    const { put, clock, lines, errors } = bound(started({ respond }));
    put("key/1\n", "key/2\n");
    await clock.advance(2 * minuteMs);
    expect(lines("data/")).toEqual(["key/2"]);
    expect(errors("processing-failed")).toEqual([
      expect.objectContaining({ errorCode: "Lambda.MissingRecordId", attemptsMade: 1 }),
    ]);
  });

  it.each<[string, SimulationOptions["respond"], string]>([
    [
      "has an id twice",
      ({ records: [first] }) => {
        const again = { recordId: first?.recordId, result: "Ok", data: first?.data };
        return { payload: { records: [again, again] } };
      },
      "Lambda.DuplicatedRecordId",
    ],
    [
      "knows another result",
      each(({ recordId, data }) => ({ recordId, data, result: "ok" })),
      "Lambda.JsonProcessingException",
    ],
    ["is nothing", () => ({ payload: null }), "Lambda.JsonProcessingException"],
    ["has no Base64", each(({ recordId }) => ({ recordId, result: "Ok", data: "äöü?" })), "Lambda.FunctionError"],
    ["has no data", each(({ recordId }) => ({ recordId, result: "Ok" })), "Lambda.FunctionError"],
  ])("fails all records, without another attempt, when it %s", async (_, respond, errorCode) => {
    const { put, clock, events, errors, deliveryStream } = bound(started({ respond }));
    put("key/1\n", "key/2\n");
    await clock.advance(2 * minuteMs);
    expect(events).toHaveLength(1);
    const failed = expect.objectContaining({ errorCode, attemptsMade: 1 });
    expect(errors("processing-failed")).toEqual([failed, failed]);
    expect(deliveryStream.statistics).toMatchObject({ failed: 2, buffered: 0 });
  });
});

describe("an invocation that fails", () => {
  it.each<[string, SimulationOptions["respond"], string]>([
    ["throws", () => new Error("thrown"), "Lambda.FunctionError"],
    ["is throttled", () => "throttled", "Lambda.InvokeLimitExceeded"],
  ])("since it %s is repeated three times, and then fails its records", async (_, respond, errorCode) => {
    const { put, clock, events, errors } = bound(started({ respond }));
    put("key/1\n", "key/2\n");
    await clock.advance(3 * minuteMs);
    expect(events).toHaveLength(4);
    const failed = expect.objectContaining({ errorCode, attemptsMade: 4 });
    expect(errors("processing-failed")).toEqual([failed, failed]);
  });

  it("is repeated as often as NumberOfRetries says", async () => {
    const { put, clock, events } = bound(started({ respond: () => "throttled", parameters: { NumberOfRetries: "0" } }));
    put("key/1\n");
    await clock.advance(3 * minuteMs);
    expect(events).toHaveLength(1);
  });

  it("and then works delivers its records", async () => {
    let calls = 0;
    const respond = (event: FirehoseTransformationEvent) => (++calls < 3 ? new Error("thrown") : upperCased(event));
    const { put, clock, lines } = bound(started({ respond }));
    put("key/1\n");
    await clock.advance(2 * minuteMs);
    expect(lines("data/")).toEqual(["KEY/1"]);
  });

  it("for want of the function says so", async () => {
    const LambdaArn = "arn:aws:lambda:eu-west-1:000000000000:function:unknown";
    const { put, clock, errors } = bound(started({ parameters: { LambdaArn } }));
    put("key/1\n");
    await clock.advance(3 * minuteMs);
    expect(errors("processing-failed")).toEqual([expect.objectContaining({ errorCode: "Lambda.ResourceNotFound" })]);
  });
});

/** With methods that are free of their object. */
function bound(simulation: DeliverySimulation) {
  const { clock, objects, events, deliveryStream } = simulation;
  return {
    ...{ clock, objects, events, deliveryStream },
    put: (...texts: string[]) => simulation.put(...texts),
    lines: (prefix: string) => simulation.lines(prefix),
    errors: (type: string) => simulation.errors(type),
  };
}
