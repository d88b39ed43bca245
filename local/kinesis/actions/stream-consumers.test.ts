import type { Kinesis } from "../kinesis";
import { kinesisWith } from "../kinesis-fixture";
import { deregisterStreamConsumer } from "./deregister-stream-consumer";
import { describeStreamConsumer } from "./describe-stream-consumer";
import { describeStreamSummary } from "./describe-stream-summary";
import { listStreamConsumers } from "./list-stream-consumers";
import { registerStreamConsumer } from "./register-stream-consumer";
import { tagResource } from "./tag-resource";
import { updateAccountSettings } from "./update-account-settings";

const transitionMs = 1_000;
const StreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events";

/** An engine whose stream is ACTIVE, and whose consumers come and go in a second. */
async function active(settings: Parameters<typeof kinesisWith>[0] = {}) {
  const running = kinesisWith(settings, { transitionMs });
  await running.clock.advance(transitionMs);
  return running;
}

function register(kinesis: Kinesis, ConsumerName: string, arn = StreamARN): string {
  return registerStreamConsumer(kinesis, { StreamARN: arn, ConsumerName }).Consumer.ConsumerARN;
}

function statusOf(kinesis: Kinesis, ConsumerName: string): string {
  return describeStreamConsumer(kinesis, { StreamARN, ConsumerName }).ConsumerDescription.ConsumerStatus;
}

const notFound = expect.objectContaining({ code: "ResourceNotFoundException" });
const exceeded = expect.objectContaining({ code: "LimitExceededException" });

describe("A consumer", () => {
  it("is CREATING, then ACTIVE, then DELETING once it is deregistered, then gone", async () => {
    const { kinesis, clock } = await active();
    const ConsumerARN = register(kinesis, "reader");
    expect(statusOf(kinesis, "reader")).toBe("CREATING");
    await clock.advance(transitionMs);
    expect(statusOf(kinesis, "reader")).toBe("ACTIVE");
    deregisterStreamConsumer(kinesis, { ConsumerARN });
    expect(statusOf(kinesis, "reader")).toBe("DELETING");
    expect(() => register(kinesis, "reader")).toThrow(expect.objectContaining({ code: "ResourceInUseException" }));
    await clock.advance(transitionMs);
    expect(() => statusOf(kinesis, "reader")).toThrow(notFound);
    expect(listStreamConsumers(kinesis, { StreamARN }).Consumers).toEqual([]);
    const summary = describeStreamSummary(kinesis, { StreamARN });
    expect(summary.StreamDescriptionSummary.ConsumerCount).toBe(0);
    expect(register(kinesis, "reader")).not.toBe(ConsumerARN);
  });

  it("is found by its ARN under any name of a stream", () => {
    const { kinesis, stream } = kinesisWith({ name: "consumer" });
    const ConsumerARN = register(kinesis, "reader", stream.arn);
    tagResource(kinesis, { ResourceARN: ConsumerARN, Tags: { team: "web" } });
    expect(stream.consumers.get("reader")?.tags).toEqual(new Map([["team", "web"]]));
    expect(stream.properties.tags.size).toBe(0);
    const { ConsumerDescription } = describeStreamConsumer(kinesis, { ConsumerARN });
    expect(ConsumerDescription).toMatchObject({ ConsumerName: "reader", StreamARN: stream.arn });
  });

  it.each([
    ["its ARN", (ConsumerARN: string) => ({ ConsumerARN })],
    ["its stream's ARN and its name", () => ({ StreamARN, ConsumerName: "reader" })],
    ["all three", (ConsumerARN: string) => ({ StreamARN, ConsumerName: "reader", ConsumerARN })],
  ])("is deregistered by %s", async (_how, named) => {
    const { kinesis } = await active();
    const ConsumerARN = register(kinesis, "reader");
    deregisterStreamConsumer(kinesis, named(ConsumerARN));
    expect(statusOf(kinesis, "reader")).toBe("DELETING");
  });

  it.each([
    ["nothing", {}],
    ["the stream alone", { StreamARN }],
    ["the name alone", { ConsumerName: "reader" }],
  ])("is not named by %s", async (_how, named) => {
    const { kinesis } = await active();
    register(kinesis, "reader");
    for (const operation of [deregisterStreamConsumer, describeStreamConsumer]) {
      expect(() => operation(kinesis, named)).toThrow(
        expect.objectContaining({
          code: "InvalidArgumentException",
          message: "Both streamARN and consumer name must be provided if consumerARN is not provied.",
        }),
      );
    }
  });

  it("is not named by an ARN and another's name or stream", async () => {
    const { kinesis } = await active();
    const ConsumerARN = register(kinesis, "reader");
    const others = [{ ConsumerName: "other" }, { StreamARN: StreamARN.replace("events", "other") }];
    for (const other of others) {
      expect(() => deregisterStreamConsumer(kinesis, { ConsumerARN, ...other })).toThrow(
        expect.objectContaining({ code: "InvalidArgumentException" }),
      );
    }
    expect(statusOf(kinesis, "reader")).toBe("CREATING");
  });

  it("stays gone when its end comes while nothing is asked of the stream", async () => {
    const { kinesis, clock, stream } = await active();
    const ConsumerARN = register(kinesis, "reader");
    deregisterStreamConsumer(kinesis, { ConsumerARN });
    await clock.advance(transitionMs / 2);
    deregisterStreamConsumer(kinesis, { ConsumerARN });
    await clock.advance(transitionMs / 2);
    expect(stream.consumers.size).toBe(0);
    register(kinesis, "other");
    expect([...stream.properties.consumers.keys()]).toEqual(["other"]);
  });
});

describe("The consumers of a stream", () => {
  async function registerMany(kinesis: Kinesis, clock: { advance(ms: number): Promise<void> }, count: number) {
    for (let number = 0; number < count; number++) {
      register(kinesis, `consumer-${String(number).padStart(3, "0")}`);
      await clock.advance(transitionMs);
    }
  }

  it("are 20 at most, of which one that is DELETING is one", async () => {
    const { kinesis, clock } = await active();
    await registerMany(kinesis, clock, 20);
    expect(() => register(kinesis, "one-more")).toThrow(exceeded);
    deregisterStreamConsumer(kinesis, { StreamARN, ConsumerName: "consumer-000" });
    expect(() => register(kinesis, "one-more")).toThrow(exceeded);
    await clock.advance(transitionMs);
    register(kinesis, "one-more");
  });

  it("are 50 at most of an on-demand stream with the on-demand advantage", async () => {
    const { kinesis, clock } = await active({ mode: "ON_DEMAND" });
    await registerMany(kinesis, clock, 20);
    expect(() => register(kinesis, "one-more")).toThrow(exceeded);
    updateAccountSettings(kinesis, { MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
    for (let number = 20; number < 50; number++) {
      register(kinesis, `consumer-${number}`);
      await clock.advance(transitionMs);
    }
    expect(() => register(kinesis, "one-more")).toThrow(exceeded);
  });

  it("are 20 at most of a provisioned stream, advantage or not", async () => {
    const { kinesis, clock } = await active();
    updateAccountSettings(kinesis, { MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
    await registerMany(kinesis, clock, 20);
    expect(() => register(kinesis, "one-more")).toThrow(exceeded);
  });

  it("are in CREATING five at a time, whatever stream they are of", async () => {
    const { kinesis, clock } = await active();
    const other = kinesis.createStream({ name: "other", mode: "PROVISIONED", shards: 1 });
    await clock.advance(transitionMs);
    for (const name of ["a", "b", "c"]) register(kinesis, name);
    for (const name of ["a", "b"]) register(kinesis, name, other.arn);
    expect(() => register(kinesis, "d")).toThrow(exceeded);
    await clock.advance(transitionMs);
    register(kinesis, "d");
  });

  it("are not counted without limits", async () => {
    const { kinesis } = kinesisWith({}, { limits: false });
    for (let number = 0; number < 60; number++) register(kinesis, `consumer-${number}`);
    expect(listStreamConsumers(kinesis, { StreamARN, MaxResults: 50 }).Consumers).toHaveLength(50);
  });

  it("come 100 a page at most, and a page's token is of its stream alone", () => {
    const { kinesis } = kinesisWith({}, { limits: false });
    for (let number = 0; number < 101; number++) register(kinesis, `consumer-${number}`);
    const { Consumers, NextToken } = listStreamConsumers(kinesis, { StreamARN, MaxResults: 1_000 });
    expect(Consumers).toHaveLength(100);
    expect(listStreamConsumers(kinesis, { StreamARN, NextToken }).Consumers).toHaveLength(1);
    const other = kinesis.createStream({ name: "other", mode: "PROVISIONED", shards: 1 });
    expect(() => listStreamConsumers(kinesis, { StreamARN: other.arn, NextToken })).toThrow("Invalid NextToken.");
  });

  it("are listed of the stream of a time of creation, and a page's token knows it", () => {
    const { kinesis, stream } = kinesisWith();
    for (const name of ["a", "b"]) register(kinesis, name);
    const list = (input: object) => listStreamConsumers(kinesis, { StreamARN, MaxResults: 1, ...input });
    const StreamCreationTimestamp = stream.createdMs / 1000;
    const { Consumers, NextToken } = list({ StreamCreationTimestamp });
    expect(Consumers).toMatchObject([{ ConsumerName: "a" }]);
    expect(() => list({ StreamCreationTimestamp: StreamCreationTimestamp - 60 })).toThrow(notFound);
    expect(() => list({ StreamCreationTimestamp, NextToken })).toThrow(
      "NextToken and StreamCreationTimestamp cannot be provided together.",
    );
  });

  it("are registered with an ACTIVE stream", () => {
    const { kinesis } = kinesisWith({}, { transitionMs });
    expect(() => register(kinesis, "reader")).toThrow(
      "Stream events under account 000000000000 not ACTIVE, instead in state CREATING",
    );
  });
});
