import { acknowledged, base64, kinesisWith, putTexts, readFrom, textOf, textsFrom } from "../kinesis-fixture";
import { getRecords } from "./get-records";
import { getShardIterator } from "./get-shard-iterator";
import { increaseStreamRetentionPeriod } from "./increase-stream-retention-period";
import { putRecords } from "./put-records";
import { splitShard } from "./split-shard";

const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;
const zeros = (bytes: number) => Buffer.alloc(bytes).toString("base64");
const shardId = "shardId-000000000000";
const horizon = { ShardIteratorType: "TRIM_HORIZON" };

describe("GetShardIterator", () => {
  const request = (differing: object) => ({ StreamName: "events", ShardId: shardId, ...differing });

  it("starts at, after, before all, behind all and at a time", async () => {
    const { kinesis, clock } = kinesisWith();
    const [, second] = putTexts(kinesis, ["a", "b"]);
    await clock.advance(1_500);
    const later = clock.now();
    putTexts(kinesis, ["c"]);
    await clock.advance(1_000);
    const starts = [
      { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber: second },
      { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: second },
      horizon,
      { ShardIteratorType: "LATEST" },
      { ShardIteratorType: "AT_TIMESTAMP", Timestamp: later / 1000 },
    ];
    const texts = starts.map((start) => textsFrom(kinesis, start));
    expect(texts).toEqual([["b", "c"], ["c"], ["a", "b", "c"], [], ["c"]]);
  });

  it("starts at the shard's own StartingSequenceNumber, which is before its first record", () => {
    const { kinesis, stream } = kinesisWith();
    putTexts(kinesis, ["a"]);
    const StartingSequenceNumber = stream.shards()[0]?.sequenceNumbers.start;
    for (const ShardIteratorType of ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"]) {
      expect(textsFrom(kinesis, { ShardIteratorType, StartingSequenceNumber })).toEqual(["a"]);
    }
  });

  it("gives LATEST what is put after it was made", () => {
    const { kinesis } = kinesisWith();
    putTexts(kinesis, ["before"]);
    const { ShardIterator } = getShardIterator(kinesis, request({ ShardIteratorType: "LATEST" }));
    putTexts(kinesis, ["after"]);
    expect(getRecords(kinesis, { ShardIterator }).Records.map(textOf)).toEqual(["after"]);
  });

  const refused: [string, object, string, string][] = [
    [
      "an unknown shard",
      { ...horizon, ShardId: "shardId-000000000007" },
      "ResourceNotFoundException",
      "Shard shardId-000000000007 in stream events under account 000000000000 does not exist",
    ],
    [
      "an unknown type",
      { ShardIteratorType: "MIDDLE" },
      "ValidationException",
      "1 validation error detected: Value 'MIDDLE' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
    ],
    [
      "a number that is none",
      { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber: "5" },
      "InvalidArgumentException",
      "StartingSequenceNumber 5 used in GetShardIterator on shard shardId-000000000000 in stream events under account 000000000000 is invalid.",
    ],
    [
      "a number with a type that takes none",
      { ...horizon, StartingSequenceNumber: "5" },
      "InvalidArgumentException",
      "Request specified TRIM_HORIZON and also a StartingSequenceNumber.",
    ],
    [
      "a type without its number",
      { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" },
      "InvalidArgumentException",
      "Request specified AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber.",
    ],
    [
      "AT_TIMESTAMP without a time",
      { ShardIteratorType: "AT_TIMESTAMP" },
      "InvalidArgumentException",
      "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.",
    ],
    [
      "a time to come",
      { ShardIteratorType: "AT_TIMESTAMP", Timestamp: Date.UTC(2030, 0) / 1000 },
      "InvalidArgumentException",
      "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis.",
    ],
    [
      "a time that is text",
      { ShardIteratorType: "AT_TIMESTAMP", Timestamp: "now" },
      "SerializationException",
      "class java.lang.String can not be converted to milliseconds since epoch",
    ],
  ];

  it.each(refused)("refuses %s", (_what, differing, code, message) => {
    const { kinesis } = kinesisWith();
    const get = () => getShardIterator(kinesis, request(differing));
    expect(get).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it("refuses another shard's number, and another stream's", async () => {
    const { kinesis, clock } = kinesisWith({ mode: "PROVISIONED", shards: 2 });
    const put = (StreamName: string, ExplicitHashKey: string) =>
      acknowledged(
        putRecords(kinesis, { StreamName, Records: [{ Data: "", PartitionKey: "k", ExplicitHashKey }] }).Records[0],
      );
    const inUpper = put("events", (2n ** 127n).toString());
    await clock.advance(5_000);
    kinesis.createStream({ name: "other", mode: "PROVISIONED", shards: 1 });
    const inOther = put("other", "0");
    const at = (StartingSequenceNumber: string) => () =>
      getShardIterator(kinesis, request({ ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber }));
    expect(at(inUpper)).toThrow(
      "Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000",
    );
    expect(at(inOther)).toThrow("is invalid because it did not come from this stream.");
  });

  it("may be called five times a second and shard", async () => {
    const { kinesis, clock } = kinesisWith();
    const get = () => getShardIterator(kinesis, request(horizon));
    for (let call = 0; call < 5; call++) get();
    expect(get).toThrow("Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.");
    await clock.advance(1_000);
    expect(get).not.toThrow();
  });
});

describe("GetRecords", () => {
  it("gives each record as it was put, and goes on where it stopped", () => {
    const { kinesis, clock } = kinesisWith();
    const [first] = putTexts(kinesis, ["a", "b", "c"], "the key");
    const page = readFrom(kinesis, horizon);
    expect(JSON.parse(JSON.stringify(page.Records[0]))).toEqual({
      SequenceNumber: first,
      ApproximateArrivalTimestamp: clock.now() / 1000,
      Data: base64("a"),
      PartitionKey: "the key",
    });
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    const two = getRecords(kinesis, { ShardIterator, Limit: 2 });
    const rest = getRecords(kinesis, { ShardIterator: two.NextShardIterator, Limit: 2 });
    const none = getRecords(kinesis, { ShardIterator: rest.NextShardIterator });
    expect([two, rest, none].map(({ Records }) => Records.map(textOf))).toEqual([["a", "b"], ["c"], []]);
    putTexts(kinesis, ["d"]);
    const next = getRecords(kinesis, { ShardIterator: none.NextShardIterator });
    expect(next.Records.map(textOf)).toEqual(["d"]);
  });

  it("says how far behind the tip it is", async () => {
    const { kinesis, clock } = kinesisWith();
    putTexts(kinesis, ["a"]);
    await clock.advance(2_000);
    putTexts(kinesis, ["b"]);
    await clock.advance(3_000);
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    const first = getRecords(kinesis, { ShardIterator, Limit: 1 });
    const last = getRecords(kinesis, { ShardIterator: first.NextShardIterator });
    expect([first.MillisBehindLatest, last.MillisBehindLatest]).toEqual([5_000, 0]);
  });

  it("returns at most 10,000 records", async () => {
    const { kinesis } = kinesisWith({}, { limits: false });
    for (let request = 0; request < 21; request++) putTexts(kinesis, Array(500).fill("text"));
    expect(readFrom(kinesis, horizon).Records).toHaveLength(10_000);
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    expect(() => getRecords(kinesis, { ShardIterator, Limit: 10_001 })).toThrow(
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    );
  });

  it("returns at most 10 MiB, and after that nothing for five seconds", async () => {
    const { kinesis, clock } = kinesisWith();
    const record = { Data: zeros(mebibyte - 1), PartitionKey: "k" };
    for (let second = 0; second < 12; second++) {
      putRecords(kinesis, { StreamName: "events", Records: [record] });
      await clock.advance(1_000);
    }
    const full = readFrom(kinesis, horizon);
    expect(full.Records).toHaveLength(10);
    const next = () => getRecords(kinesis, { ShardIterator: full.NextShardIterator });
    const refusal = "Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.";
    expect(next).toThrow(expect.objectContaining({ code: "ProvisionedThroughputExceededException", message: refusal }));
    await clock.advance(4_999);
    expect(next).toThrow(refusal);
    await clock.advance(1);
    expect(next().Records).toHaveLength(2);
  });

  it("may be called five times a second and shard", async () => {
    const { kinesis, clock } = kinesisWith();
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    const get = () => getRecords(kinesis, { ShardIterator });
    for (let call = 0; call < 5; call++) get();
    expect(get).toThrow(expect.objectContaining({ code: "ProvisionedThroughputExceededException" }));
    await clock.advance(1_000);
    expect(get).not.toThrow();
  });

  it("takes an iterator for five minutes and no longer", async () => {
    const { kinesis, clock } = kinesisWith();
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    await clock.advance(300_000);
    expect(() => getRecords(kinesis, { ShardIterator })).not.toThrow();
    await clock.advance(1);
    expect(() => getRecords(kinesis, { ShardIterator })).toThrow(
      expect.objectContaining({
        code: "ExpiredIteratorException",
        message:
          "Iterator expired. The iterator was created at time Thu Jan 01 00:00:00 UTC 2026 while right now it is " +
          "Thu Jan 01 00:05:00 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.",
      }),
    );
  });

  it.each([
    ["no iterator", () => "abc"],
    ["an iterator with a bit changed", (good: string) => `${good[0] === "A" ? "B" : "A"}${good.slice(1)}`],
    ["an iterator cut short", (good: string) => good.slice(0, -4)],
  ])("refuses %s", (_what, spoil) => {
    const { kinesis } = kinesisWith();
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    expect(() => getRecords(kinesis, { ShardIterator: spoil(ShardIterator) })).toThrow(
      expect.objectContaining({ code: "InvalidArgumentException", message: "Invalid ShardIterator." }),
    );
  });

  it("takes an iterator with its own stream's ARN, and with no other", () => {
    const { kinesis, stream } = kinesisWith();
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    expect(() => getRecords(kinesis, { ShardIterator, StreamARN: stream.arn })).not.toThrow();
    const other = kinesis.createStream({ name: "other", mode: "PROVISIONED", shards: 1 });
    expect(() => getRecords(kinesis, { ShardIterator, StreamARN: other.arn })).toThrow(
      expect.objectContaining({
        code: "InvalidArgumentException",
        message: `StreamARN ${other.arn} does not match the ShardIterator's stream.`,
      }),
    );
  });

  it("gives an empty page and another iterator where nothing is to be read", () => {
    const { kinesis } = kinesisWith();
    const first = readFrom(kinesis, horizon);
    const second = getRecords(kinesis, { ShardIterator: first.NextShardIterator });
    expect([first, second]).toEqual(
      [first, second].map(() => ({ Records: [], MillisBehindLatest: 0, NextShardIterator: expect.any(String) })),
    );
  });

  it("may return 2 MiB a second and shard, and owes what a call takes beyond it", async () => {
    const { kinesis, clock } = kinesisWith({}, { limits: true });
    const put = () =>
      putRecords(kinesis, { StreamName: "events", Records: [{ Data: zeros(mebibyte - 1), PartitionKey: "k" }] });
    for (let second = 0; second < 5; second++) {
      put();
      await clock.advance(1_000);
    }
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    const get = (Limit: number) => getRecords(kinesis, { ShardIterator, Limit });
    expect([get(1), get(1)].map(({ Records }) => Records.length)).toEqual([1, 1]);
    expect(() => get(1)).toThrow(expect.objectContaining({ code: "ProvisionedThroughputExceededException" }));
    await clock.advance(1_000);
    // 3 MiB: a second's worth, and half of the next.
    expect(get(3).Records).toHaveLength(3);
    await clock.advance(1_000);
    expect(get(1).Records).toHaveLength(1);
    expect(() => get(1)).toThrow(expect.objectContaining({ code: "ProvisionedThroughputExceededException" }));
  });

  it("marks the records that came while the stream encrypted, and no others", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    putTexts(kinesis, ["open"]);
    await clock.advance(1);
    stream.change({ encryption: [{ keyId: "alias/aws/kinesis", fromMs: clock.now(), untilMs: clock.now() + 10 }] });
    putTexts(kinesis, ["sealed"]);
    await clock.advance(10);
    putTexts(kinesis, ["open again"]);
    const { Records } = readFrom(kinesis, horizon);
    expect(Records.map((record) => [textOf(record), record.EncryptionType])).toEqual([
      ["open", undefined],
      ["sealed", "KMS"],
      ["open again", undefined],
    ]);
    expect(Records.map((record) => record.writeJson())).toEqual(Records.map((record) => JSON.stringify(record)));
  });

  it("does not take a deleted stream's iterator to its successor", () => {
    const { kinesis, stream } = kinesisWith();
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    kinesis.deleteStream(stream);
    expect(() => getRecords(kinesis, { ShardIterator })).toThrow("Stream events under account 000000000000 not found.");
    kinesis.createStream({ name: "events", mode: "PROVISIONED", shards: 1 });
    expect(() => getRecords(kinesis, { ShardIterator })).toThrow(
      "Shard shardId-000000000000 in stream events under account 000000000000 does not exist",
    );
  });

  it("ends a closed shard with its children and without another iterator", () => {
    const { kinesis } = kinesisWith();
    putTexts(kinesis, ["a", "b"]);
    const middle = 2n ** 127n;
    splitShard(kinesis, { StreamName: "events", ShardToSplit: shardId, NewStartingHashKey: middle.toString() });
    const { ShardIterator } = getShardIterator(kinesis, { StreamName: "events", ShardId: shardId, ...horizon });
    const first = getRecords(kinesis, { ShardIterator, Limit: 1 });
    expect(first).not.toHaveProperty("ChildShards");
    const last = getRecords(kinesis, { ShardIterator: first.NextShardIterator });
    expect(last.Records.map(textOf)).toEqual(["b"]);
    expect(last).not.toHaveProperty("NextShardIterator");
    expect(last.ChildShards).toEqual([
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
});

describe("retention", () => {
  it("lets go of records when their time is over, and not before", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    putTexts(kinesis, ["old"]);
    await clock.advance(hourMs);
    putTexts(kinesis, ["young"]);
    await clock.advance(23 * hourMs);
    expect(textsFrom(kinesis, horizon)).toEqual(["old", "young"]);
    await clock.advance(1);
    expect(textsFrom(kinesis, horizon)).toEqual(["young"]);
    expect(stream.shards()[0]).toMatchObject({ firstIndex: 1, nextIndex: 2 });
    expect(stream.recordCount).toBe(2);
  });

  it("does not bring back what has expired when it grows", async () => {
    const { kinesis, clock } = kinesisWith();
    putTexts(kinesis, ["old"]);
    await clock.advance(24 * hourMs + 1);
    putTexts(kinesis, ["young"]);
    increaseStreamRetentionPeriod(kinesis, { StreamName: "events", RetentionPeriodHours: 48 });
    expect(textsFrom(kinesis, horizon)).toEqual(["young"]);
    await clock.advance(47 * hourMs);
    expect(textsFrom(kinesis, horizon)).toEqual(["young"]);
  });

  it("leaves the last day of twenty", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    for (let hour = 0; hour < 24 * 20; hour++) {
      putTexts(kinesis, Array(10).fill("text"));
      await clock.advance(hourMs);
    }
    const [shard] = stream.shards();
    expect(shard?.firstIndex).toBe(4_800 - 240);
    expect(shard?.read(0, Infinity, Infinity)).toHaveLength(240);
  });

  it("drops a closed shard when its last record can't be there any more, and says so", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    putTexts(kinesis, ["a"]);
    splitShard(kinesis, { StreamName: "events", ShardToSplit: shardId, NewStartingHashKey: "1000" });
    let changes = 0;
    stream.onShardsChange(() => changes++);
    await clock.advance(24 * hourMs);
    expect(stream.shards()).toHaveLength(3);
    await clock.advance(1);
    expect(stream.shards().map((shard) => shard.shardId)).toEqual(["shardId-000000000001", "shardId-000000000002"]);
    expect(changes).toBe(1);
    const [child] = stream.shards();
    expect(child?.parentShardIds).toEqual([shardId]);
  });
});
