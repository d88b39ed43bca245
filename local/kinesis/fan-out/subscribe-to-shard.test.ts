import { decreaseStreamRetentionPeriod } from "../actions/decrease-stream-retention-period";
import { deleteStream } from "../actions/delete-stream";
import { deregisterStreamConsumer } from "../actions/deregister-stream-consumer";
import { type PutRecordOutput, putRecord } from "../actions/put-record";
import { subscribeToShard } from "../actions/subscribe-to-shard";
import type { Kinesis } from "../kinesis";
import { base64, kinesisWith, mergeLowest, putTexts, readFrom, splitInHalf } from "../kinesis-fixture";
import { registered, subscribed } from "./subscriber-fixture";

const shardId = "shardId-000000000000";
const hourMs = 3_600_000;
const mebibyte = 1024 * 1024;
const inUse =
  "ResourceInUseException: Another active subscription exists for this consumer: " +
  `000000000000:events:${shardId}:reader`;

/** The code and message of what a call is refused with. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  throw new Error("The call was not refused");
}

/** Puts one record of so many bytes, its key included. */
function putBytes(kinesis: Kinesis, bytes: number): PutRecordOutput {
  return putRecord(kinesis, { StreamName: "events", PartitionKey: "k", Data: base64("x".repeat(bytes - 1)) });
}

describe("where a subscription begins", () => {
  it.each([
    ["TRIM_HORIZON", () => ({}), ["a", "b", "c", "d"]],
    ["LATEST", () => ({}), ["d"]],
    ["AT_SEQUENCE_NUMBER", (second: string) => ({ SequenceNumber: second }), ["b", "c", "d"]],
    ["AFTER_SEQUENCE_NUMBER", (second: string) => ({ SequenceNumber: second }), ["c", "d"]],
    ["AT_TIMESTAMP", (_second: string, thirdMs: number) => ({ Timestamp: thirdMs / 1000 }), ["c", "d"]],
  ])("is what %s says", async (Type, more, texts) => {
    const { kinesis, clock } = kinesisWith();
    const [, second = ""] = putTexts(kinesis, ["a", "b"]);
    await clock.advance(10);
    const thirdMs = clock.now();
    putTexts(kinesis, ["c"]);
    const reader = subscribed(kinesis, registered(kinesis), { Type, ...more(second, thirdMs) });
    await clock.advance(0);
    putTexts(kinesis, ["d"]);
    await clock.advance(0);
    expect(reader.texts).toEqual(texts);
  });

  const start = "49".padEnd(56, "0");
  it.each([
    ["no sequence number", { Type: "AT_SEQUENCE_NUMBER" }, /^InvalidArgumentException: Must either specify/],
    ["a sequence number too many", { Type: "LATEST", SequenceNumber: start }, /^InvalidArgumentException: Must either/],
    [
      "a number of no shard",
      { Type: "AT_SEQUENCE_NUMBER", SequenceNumber: "1" },
      /1 used in SubscribeToShard on shard/,
    ],
    ["no timestamp", { Type: "AT_TIMESTAMP" }, /^InvalidArgumentException: Must specify timestampInMillis/],
    ["the future", { Type: "AT_TIMESTAMP", Timestamp: 1e10 }, /timestampInMillis parameter cannot be greater/],
    ["an unknown type", { Type: "BEGINNING" }, /^ValidationException: .* at 'startingPosition.type' failed/],
  ])("can't be %s, as for an iterator", (_what, StartingPosition, message) => {
    const { kinesis } = kinesisWith();
    const ConsumerARN = registered(kinesis);
    expect(refusal(() => subscribeToShard(kinesis, { ConsumerARN, ShardId: shardId, StartingPosition }))).toMatch(
      message,
    );
  });
});

describe("a subscription", () => {
  it("sends records as they are put, one event for each request that brings some", async () => {
    const { kinesis, clock } = kinesisWith();
    const reader = subscribed(kinesis, registered(kinesis));
    for (const texts of [["a", "b"], ["c"]]) {
      putTexts(kinesis, texts);
      await clock.advance(0);
    }
    expect(reader.events.map(({ Records }) => Records.length)).toEqual([2, 1]);
    expect(reader.texts).toEqual(["a", "b", "c"]);
    expect(reader.events[0]?.Records[0]).toMatchObject({
      PartitionKey: "key",
      ApproximateArrivalTimestamp: { ms: clock.now() },
    });
  });

  it("lasts five minutes", async () => {
    const { kinesis, clock } = kinesisWith();
    const reader = subscribed(kinesis, registered(kinesis));
    await clock.advance(299_999);
    expect(reader.state).toBe("open");
    await clock.advance(1);
    expect(reader.state).toBe("over");
    putTexts(kinesis, ["late"]);
    await clock.advance(0);
    expect(reader.texts).toEqual([]);
  });

  it("sends an event without records every five seconds while the shard is quiet", async () => {
    const { kinesis, clock } = kinesisWith();
    const reader = subscribed(kinesis, registered(kinesis));
    await clock.advance(4_999);
    expect(reader.events).toEqual([]);
    await clock.advance(1);
    expect(reader.events).toMatchObject([{ Records: [], MillisBehindLatest: 0 }]);
    await clock.advance(2_000);
    putTexts(kinesis, ["a"]);
    await clock.advance(4_999);
    expect(reader.events.map(({ Records }) => Records.length)).toEqual([0, 1]);
    await clock.advance(1);
    expect(reader.events.map(({ Records }) => Records.length)).toEqual([0, 1, 0]);
  });

  it.each(["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"])(
    "goes on %s of any event's continuation without a gap or a duplicate",
    async (Type) => {
      const { kinesis, clock } = kinesisWith();
      const ConsumerARN = registered(kinesis);
      const first = subscribed(kinesis, ConsumerARN);
      await clock.advance(5_000);
      putTexts(kinesis, ["a", "b"]);
      await clock.advance(5_000);
      putTexts(kinesis, ["c"]);
      await clock.advance(0);
      expect(first.events.map(({ Records }) => Records.length)).toEqual([0, 2, 0, 1]);
      first.hangUp();
      putTexts(kinesis, ["d"]);
      const sent = [];
      for (const { ContinuationSequenceNumber: SequenceNumber } of first.events) {
        const again = subscribed(kinesis, ConsumerARN, { Type, SequenceNumber });
        await clock.advance(0);
        sent.push(again.texts.join(""));
        again.hangUp();
        await clock.advance(5_000);
      }
      expect(sent).toEqual(["abcd", "cd", "cd", "d"]);
    },
  );

  it("says how far behind it is, and 0 at the tip", async () => {
    const { kinesis, clock } = kinesisWith();
    for (let second = 0; second < 3; second++) {
      putBytes(kinesis, mebibyte);
      await clock.advance(1_000);
    }
    const reader = subscribed(kinesis, registered(kinesis));
    await clock.advance(6_000);
    const sent = reader.events.map(({ Records, MillisBehindLatest }) => [Records.length, MillisBehindLatest]);
    expect(sent).toEqual([
      [1, 3_000],
      [1, 2_000],
      [1, 0],
      [0, 0],
    ]);
  });

  it("sends a consumer 2 MiB a second of each shard, whatever others and GetRecords read", async () => {
    const { kinesis, clock } = kinesisWith();
    for (let second = 0; second < 10; second++) {
      putBytes(kinesis, mebibyte);
      await clock.advance(1_000);
    }
    const one = subscribed(kinesis, registered(kinesis, "one"));
    const two = subscribed(kinesis, registered(kinesis, "two"));
    const sent = [];
    for (let second = 0; second < 5; second++) {
      await clock.advance(second === 0 ? 0 : 1_000);
      sent.push([one.texts.length, two.texts.length]);
    }
    expect(sent).toEqual([2, 4, 6, 8, 10].map((records) => [records, records]));
    expect(readFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" }).Records).toHaveLength(10);
  });

  it("puts at most 1 MiB and 10,000 records into an event, or one record that is larger", async () => {
    const { kinesis, clock } = kinesisWith({ maxRecordSizeKiB: 2_048 }, { limits: false });
    for (const kibibytes of [512, 512, 1, 1_536, 1]) putBytes(kinesis, kibibytes * 1024);
    for (let request = 0; request < 21; request++) putTexts(kinesis, Array(500).fill("small"));
    const reader = subscribed(kinesis, registered(kinesis));
    await clock.advance(0);
    expect(reader.events.map(({ Records }) => Records.length)).toEqual([2, 1, 1, 10_000, 501]);
  });

  it("reads nothing of the shard until it is asked: what expires meanwhile is skipped", async () => {
    const { kinesis, clock } = kinesisWith();
    putTexts(kinesis, ["old"]);
    await clock.advance(24 * hourMs - 60_000);
    const StartingPosition = { Type: "TRIM_HORIZON" };
    const stream = subscribeToShard(kinesis, { ConsumerARN: registered(kinesis), ShardId: shardId, StartingPosition });
    putTexts(kinesis, ["young"]);
    await clock.advance(60_001);
    const event = await stream.next();
    expect(event?.payload.Records.map(({ Data }) => Buffer.from(Data.bytes).toString())).toEqual(["young"]);
  });

  it("comes to the end of a closed shard all of whose records expired meanwhile", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    putTexts(kinesis, ["old"]);
    await clock.advance(24 * hourMs - 60_000);
    const StartingPosition = { Type: "TRIM_HORIZON" };
    const events = subscribeToShard(kinesis, { ConsumerARN: registered(kinesis), ShardId: shardId, StartingPosition });
    splitInHalf(kinesis, stream, 0);
    await clock.advance(60_001);
    expect(await events.next()).toMatchObject({ payload: { Records: [], ChildShards: [{}, {}] } });
    expect(await events.next()).toBeUndefined();
  });

  it("goes on where the oldest kept record is when its position has expired", async () => {
    const { kinesis, clock } = kinesisWith({ retentionHours: 48 });
    const [, second = ""] = putTexts(kinesis, ["a", "b", "c"]);
    await clock.advance(30 * hourMs);
    putTexts(kinesis, ["d"]);
    decreaseStreamRetentionPeriod(kinesis, { StreamName: "events", RetentionPeriodHours: 24 });
    const reader = subscribed(kinesis, registered(kinesis), { Type: "AT_SEQUENCE_NUMBER", SequenceNumber: second });
    await clock.advance(0);
    expect(reader.texts).toEqual(["d"]);
  });
});

describe("the end of a shard", () => {
  it("is told by the last event: child shards, and no continuation", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    const reader = subscribed(kinesis, registered(kinesis));
    putTexts(kinesis, ["a"]);
    await clock.advance(0);
    splitInHalf(kinesis, stream, 0);
    await clock.advance(0);
    expect(reader.state).toBe("over");
    expect(reader.events).toHaveLength(2);
    const [event, last] = reader.events;
    expect(event?.ContinuationSequenceNumber).toMatch(/^\d{56}$/);
    expect(event?.ChildShards).toBeUndefined();
    expect(last).toMatchObject({ Records: [], MillisBehindLatest: 0 });
    expect(last?.ContinuationSequenceNumber).toBeUndefined();
    const middle = 2n ** 127n - 1n;
    expect(last?.ChildShards).toEqual([
      {
        ShardId: "shardId-000000000001",
        ParentShards: [shardId],
        HashKeyRange: { StartingHashKey: "0", EndingHashKey: (middle - 1n).toString() },
      },
      {
        ShardId: "shardId-000000000002",
        ParentShards: [shardId],
        HashKeyRange: { StartingHashKey: middle.toString(), EndingHashKey: (2n ** 128n - 1n).toString() },
      },
    ]);
  });

  it("is reached at once by who begins there, or at LATEST", async () => {
    const { kinesis, clock, stream } = kinesisWith({ shards: 2 });
    const [SequenceNumber] = putTexts(kinesis, ["a"], "a");
    mergeLowest(kinesis, stream);
    const shard = stream.shards().find(({ nextIndex }) => nextIndex === 1)?.shardId;
    const ConsumerARN = registered(kinesis);
    for (const start of [{ Type: "LATEST" }, { Type: "AFTER_SEQUENCE_NUMBER", SequenceNumber }]) {
      const reader = subscribed(kinesis, ConsumerARN, start, shard);
      await clock.advance(5_000);
      expect(reader).toMatchObject({ texts: [], state: "over" });
      expect(reader.events).toMatchObject([{ ChildShards: [{ ShardId: "shardId-000000000002" }] }]);
    }
  });
});

describe("two calls for the same consumer and shard", () => {
  it("are refused the second within five seconds of a successful one, even when that has ended", async () => {
    const { kinesis, clock } = kinesisWith();
    const ConsumerARN = registered(kinesis);
    const first = subscribed(kinesis, ConsumerARN);
    first.hangUp();
    expect(refusal(() => subscribed(kinesis, ConsumerARN))).toBe(inUse);
    await clock.advance(4_999);
    expect(refusal(() => subscribed(kinesis, ConsumerARN))).toBe(inUse);
  });

  it("let the second take over after five seconds: the first ends with ResourceInUseException", async () => {
    const { kinesis, clock } = kinesisWith();
    const ConsumerARN = registered(kinesis);
    const first = subscribed(kinesis, ConsumerARN);
    await clock.advance(5_000);
    const second = subscribed(kinesis, ConsumerARN);
    putTexts(kinesis, ["a"]);
    await clock.advance(0);
    expect(first).toMatchObject({ texts: [], state: inUse });
    expect(second).toMatchObject({ texts: ["a"], state: "open" });
  });

  it("may be one a second, whether or not they succeed", async () => {
    const { kinesis, clock } = kinesisWith();
    const ConsumerARN = registered(kinesis);
    const bad = { Type: "AT_SEQUENCE_NUMBER", SequenceNumber: "1" };
    expect(refusal(() => subscribed(kinesis, ConsumerARN, bad))).toMatch(/^InvalidArgumentException/);
    const exceeded = `LimitExceededException: Rate exceeded for subscription 000000000000:events:${shardId}:reader.`;
    await clock.advance(999);
    expect(refusal(() => subscribed(kinesis, ConsumerARN))).toBe(exceeded);
    await clock.advance(1);
    expect(subscribed(kinesis, ConsumerARN).state).toBe("open");
  });

  it("are no matter to other consumers and other shards", () => {
    const { kinesis } = kinesisWith({ shards: 2 });
    const [one, two] = [registered(kinesis, "one"), registered(kinesis, "two")];
    for (const arn of [one, two]) {
      for (const shard of [shardId, "shardId-000000000001"]) {
        expect(subscribed(kinesis, arn, undefined, shard).state).toBe("open");
      }
    }
  });
});

describe("a consumer", () => {
  it("must exist", () => {
    const { kinesis } = kinesisWith();
    const arn = registered(kinesis);
    expect(refusal(() => subscribed(kinesis, `${arn}0`))).toBe(
      `ResourceNotFoundException: Consumer ${arn}0, account 000000000000 not found.`,
    );
    const elsewhere = arn.replace("stream/events", "stream/others");
    expect(refusal(() => subscribed(kinesis, elsewhere))).toBe(
      "ResourceNotFoundException: Stream others under account 000000000000 not found.",
    );
    expect(refusal(() => subscribed(kinesis, arn, undefined, "shardId-000000000007"))).toBe(
      "ResourceNotFoundException: Shard shardId-000000000007 in stream events under account 000000000000 does not exist",
    );
  });

  it("must be ACTIVE", async () => {
    const { kinesis, clock, stream } = kinesisWith({}, { transitionMs: 1_000 });
    await clock.advance(1_000);
    const arn = registered(kinesis);
    const inactive =
      `ResourceInUseException: Consumer reader with creation timestamp ${clock.now() / 1000} under stream: ` +
      "events , account 000000000000 is not in ACTIVE status.";
    expect(refusal(() => subscribed(kinesis, arn))).toBe(inactive);
    await clock.advance(1_000);
    expect(subscribed(kinesis, arn).state).toBe("open");
    deregisterStreamConsumer(kinesis, { StreamARN: stream.arn, ConsumerName: "reader" });
    expect(refusal(() => subscribed(kinesis, arn))).toBe(inactive);
  });

  it.each([0, 1_000])(
    "that is deregistered ends with ResourceNotFoundException, DELETING %d ms",
    async (transitionMs) => {
      const { kinesis, clock } = kinesisWith({}, { transitionMs });
      await clock.advance(1_000);
      const [arn, other] = [registered(kinesis), registered(kinesis, "other")];
      await clock.advance(1_000);
      const [reader, neighbour] = [subscribed(kinesis, arn), subscribed(kinesis, other)];
      deregisterStreamConsumer(kinesis, { ConsumerARN: arn });
      await clock.advance(0);
      expect(reader.state).toBe(`ResourceNotFoundException: Consumer ${arn}, account 000000000000 not found.`);
      expect(neighbour.state).toBe("open");
    },
  );

  it.each([0, 1_000])(
    "of a deleted stream ends with ResourceNotFoundException, DELETING %d ms",
    async (transitionMs) => {
      const { kinesis, clock } = kinesisWith({}, { transitionMs });
      await clock.advance(1_000);
      const arn = registered(kinesis);
      await clock.advance(1_000);
      const reader = subscribed(kinesis, arn);
      deleteStream(kinesis, { StreamName: "events", EnforceConsumerDeletion: true });
      await clock.advance(0);
      expect(reader.state).toBe("ResourceNotFoundException: Stream events under account 000000000000 not found.");
    },
  );
});
