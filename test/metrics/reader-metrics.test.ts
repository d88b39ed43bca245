import { DeliverySimulation } from "../../local/firehose/delivery/delivery-simulation";
import { MappingSimulation, type SimulationOptions } from "../../local/lambda/mapping-simulation";
import { type Measured, measuredOn } from "./measured";

const uuid = "11111111-2222-4333-8444-555555555555";
const ofStream = { StreamName: "data-stream" };

/** A mapping whose metrics are heard; `options` state what differs. */
function measuredMapping(options: SimulationOptions = {}) {
  let measured: Measured | undefined;
  const recorder: SimulationOptions["recorder"] = (clock) => {
    measured = measuredOn(clock);
    return measured.recorder;
  };
  const simulation = new MappingSimulation({ metrics: ["EventCount"], ...options, recorder });
  const statistic: Measured["statistic"] = (...of) => measured?.statistic(...of);
  const counted = (name: string) => statistic("AWS/Lambda", name, { EventSourceMappingUUID: uuid }, "Sum");
  const age = (minutes: number) =>
    statistic("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", ofStream, "Maximum", minutes);
  return { simulation, statistic, counted, age };
}

describe("a mapping", () => {
  it.each([
    { metrics: ["EventCount"], counts: { polled: 5, filtered: 1, invoked: 5, failed: 2, dropped: 1 } },
    { metrics: [], counts: {} },
  ])("counts what it reads and what becomes of that, where its metrics are $metrics", async ({ metrics, counts }) => {
    const { simulation, counted } = measuredMapping({
      metrics,
      batchSize: 1,
      maximumRetryAttempts: 1,
      filterPatterns: ['{"partitionKey":["key"]}'],
      respond: ([text]) => (text === "key/bad" ? new Error("bad") : { payload: null }),
    });
    simulation.mapping.start();
    simulation.put("key/1", "other/2", "key/bad", "key/3", "key/4");
    await simulation.clock.advance(10 * 60_000);
    expect({
      polled: counted("PolledEventCount"),
      filtered: counted("FilteredOutEventCount"),
      invoked: counted("InvokedEventCount"),
      failed: counted("FailedInvokeEventCount"),
      dropped: counted("DroppedEventCount"),
    }).toEqual(counts);
    await simulation.mapping.stop();
  });

  it("counts as dropped what retention takes from a batch that is retried: it is nowhere any more", async () => {
    const { simulation, counted } = measuredMapping({ retentionHours: 24, respond: () => new Error("stuck") });
    simulation.mapping.start();
    simulation.put("key/1", "key/2");
    await simulation.clock.advance((24 * 60 + 5) * 60_000);
    expect(simulation.mapping.stats.expired).toBe(2);
    expect(counted("DroppedEventCount")).toBe(2);
    await simulation.mapping.stop();
  });

  it("counts a delivery that its destination refuses, and the records that it takes at last", async () => {
    const { simulation, counted, statistic } = measuredMapping({
      maximumRetryAttempts: 0,
      respond: () => new Error("bad"),
      onFailureDestinationArn: "arn:aws:sqs:eu-west-1:000000000000:failures",
      refusedDeliveries: 2,
    });
    simulation.mapping.start();
    simulation.put("key/1", "key/2");
    await simulation.clock.advance(10 * 60_000);
    expect(counted("OnFailureDestinationDeliveredEventCount")).toBe(2);
    expect(statistic("AWS/Lambda", "DestinationDeliveryFailures", { FunctionName: "processor" }, "Sum")).toBe(2);
    await simulation.mapping.stop();
  });

  it("tells how old the oldest record is that it is stuck at, and 0 when it is through", async () => {
    let isStuck = true;
    const { simulation, statistic, age } = measuredMapping({
      respond: () => (isStuck ? new Error("stuck") : { payload: null }),
    });
    simulation.mapping.start();
    simulation.put("key/1");
    await simulation.clock.advance(30 * 60_000);
    expect(age(1)).toBeGreaterThan(29 * 60_000);
    // At each attempt, which come a minute apart at most.
    const function_ = { FunctionName: "processor" };
    expect(statistic("AWS/Lambda", "IteratorAge", function_, "Maximum", 2)).toBeGreaterThan(28 * 60_000);
    isStuck = false;
    await simulation.clock.advance(5 * 60_000);
    expect(age(2)).toBe(0);
    await simulation.mapping.stop();
    await simulation.clock.advance(5 * 60_000);
    expect(age(2)).toBeUndefined();
  });

  it("through a fan-out consumer tells the consumer's metrics, and none of GetRecords", async () => {
    const { simulation, statistic, age } = measuredMapping({
      eventSourceArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/data-stream/consumer/processor:1767225600",
      respond: () => new Error("stuck"),
    });
    simulation.mapping.start();
    simulation.put("key/1", "key/2");
    await simulation.clock.advance(30 * 60_000);
    const consumer = { ...ofStream, ConsumerName: "processor" };
    expect(statistic("AWS/Kinesis", "SubscribeToShardEvent.Records", consumer, "Sum")).toBe(2);
    expect(
      statistic("AWS/Kinesis", "SubscribeToShardEvent.MillisBehindLatest", consumer, "Maximum", 1),
    ).toBeGreaterThan(29 * 60_000);
    expect(age(60)).toBeUndefined();
    await simulation.mapping.stop();
  });
});

describe("a delivery stream", () => {
  const ofDelivery = { DeliveryStreamName: "delivery-stream" };

  it("tells what it reads and delivers, and how old what it holds is while S3 refuses it", async () => {
    let measured: Measured | undefined;
    let isRefused = true;
    const simulation = new DeliverySimulation({
      refuses: () => isRefused,
      recorder: (clock) => {
        measured = measuredOn(clock);
        return measured.recorder;
      },
    });
    const tell = (name: string, stat: string, minutes?: number) =>
      measured?.statistic("AWS/Firehose", name, ofDelivery, stat, minutes);
    simulation.deliveryStream.start();
    await simulation.clock.advance(60_000);
    expect(tell("DeliveryToS3.DataFreshness", "Maximum")).toBe(0);
    simulation.put("a/1", "a/2", "a/3");
    await simulation.clock.advance(20 * 60_000);
    expect([tell("DataReadFromKinesisStream.Records", "Sum"), tell("DataReadFromKinesisStream.Bytes", "Sum")]).toEqual([
      3,
      3 * "a/1a".length,
    ]);
    expect(tell("KinesisMillisBehindLatest", "Maximum", 1)).toBe(0);
    expect(tell("DeliveryToS3.DataFreshness", "Maximum", 1)).toBeGreaterThan(19 * 60);
    expect([tell("DeliveryToS3.Records", "Sum"), tell("DeliveryToS3.Success", "Average")]).toEqual([undefined, 0]);
    isRefused = false;
    await simulation.clock.advance(10 * 60_000);
    expect([tell("DeliveryToS3.Records", "Sum"), tell("DeliveryToS3.Bytes", "Sum")]).toEqual([3, 9]);
    expect(tell("DeliveryToS3.DataFreshness", "Maximum", 1)).toBe(0);
    await simulation.deliveryStream.stop({ flush: true });
  });
});
