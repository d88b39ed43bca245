import { createHash } from "node:crypto";
import fc from "fast-check";
import { acknowledged, base64, kinesisWith, putTexts, readAll, textsFrom } from "../kinesis-fixture";
import { putRecord } from "./put-record";
import { putRecords } from "./put-records";

const mebibyte = 1024 * 1024;
const zeros = (bytes: number) => Buffer.alloc(bytes).toString("base64");
const record = (differing: object = {}) => ({ Data: base64("data"), PartitionKey: "key", ...differing });

describe("PutRecords", () => {
  it("answers for each record in the order of the request, with growing numbers of one length", () => {
    const { kinesis } = kinesisWith();
    const numbers = putTexts(kinesis, ["a", "b", "c"]);
    expect(numbers).toEqual([...numbers].sort());
    expect(new Set(numbers).size).toBe(3);
    for (const number of numbers) expect(number).toMatch(/^49\d{54}$/);
    expect(textsFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" })).toEqual(["a", "b", "c"]);
  });

  it("puts a record where its key's MD5 falls, or where ExplicitHashKey says", () => {
    const { kinesis } = kinesisWith({ mode: "PROVISIONED", shards: 4 });
    const top = (2n ** 128n - 1n).toString();
    const quarter = (2n ** 126n).toString();
    // The MD5 of "a" is 0cc175b9…, of "b" 92eb5ffe…, of "c" 4a8a08f0…
    const Records = [
      ...["a", "b", "c"].map((PartitionKey) => record({ PartitionKey })),
      ...["0", quarter, top].map((ExplicitHashKey) => record({ ExplicitHashKey })),
    ];
    const shards = putRecords(kinesis, { StreamName: "events", Records }).Records.map((entry) =>
      "ShardId" in entry ? Number(entry.ShardId.slice("shardId-".length)) : undefined,
    );
    expect(shards).toEqual([0, 2, 1, 0, 1, 3]);
  });

  it("finds the stream by its ARN as well", () => {
    const { kinesis, stream } = kinesisWith();
    acknowledged(putRecords(kinesis, { StreamARN: stream.arn, Records: [record()] }).Records[0]);
    expect(stream.recordCount).toBe(1);
  });

  const refused: [string, object, string, string | RegExp][] = [
    [
      "501 records",
      { Records: Array(501).fill(record()) },
      "ValidationException",
      /^1 validation error detected: Value '\[.*PutRecordsRequestEntry.*\]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500$/,
    ],
    [
      "no record",
      { Records: [] },
      "ValidationException",
      "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "a key of 257 characters",
      { Records: [record(), record({ PartitionKey: "k".repeat(257) })] },
      "ValidationException",
      `1 validation error detected: Value '${"k".repeat(257)}' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256`,
    ],
    [
      "an empty key and no data, both named",
      { Records: [{ PartitionKey: "" }] },
      "ValidationException",
      "2 validation errors detected: Value null at 'records.1.member.data' failed to satisfy constraint: Member must not be null; Value '' at 'records.1.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "data of more than 1 MiB",
      { Records: [record({ Data: zeros(mebibyte + 1) })] },
      "ValidationException",
      "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1048577 cap=1048577]' at 'records.1.member.data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    ],
    [
      "data and key of more than 1 MiB",
      { Records: [record({ Data: zeros(mebibyte - 2), PartitionKey: "key" })] },
      "ValidationException",
      /lim=1048577 .* length less than or equal to 1048576$/,
    ],
    [
      "more than 10 MiB",
      { Records: Array(11).fill(record({ Data: zeros(1_000_000) })) },
      "InvalidArgumentException",
      "Records size exceeds 10 MB limit",
    ],
    [
      "a hash key that is no number",
      { Records: [record({ ExplicitHashKey: "-1" })] },
      "ValidationException",
      "1 validation error detected: Value '-1' at 'records.1.member.explicitHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})",
    ],
    [
      "a hash key of 2^128",
      { Records: [record(), record({ ExplicitHashKey: (2n ** 128n).toString() })] },
      "InvalidArgumentException",
      /^Invalid ExplicitHashKey. ExplicitHashKey must be in the range: \[0, 2\^128-1\]. Specified value was 3402/,
    ],
    [
      "base64 of a wrong length",
      { Records: [record({ Data: "abc" })] },
      "SerializationException",
      "'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
    ],
    [
      "base64 with a wrong character",
      { Records: [record({ Data: "ab-_" })] },
      "SerializationException",
      "'ab-_' can not be converted to a Blob: Invalid Base64 character: '-'",
    ],
    ["records that are no list", { Records: "all" }, "SerializationException", "Expected list or null"],
    [
      "no stream",
      { StreamName: undefined, Records: [record()] },
      "InvalidArgumentException",
      /StreamName or StreamARN/,
    ],
    [
      "an unknown stream",
      { StreamName: "x", Records: [record()] },
      "ResourceNotFoundException",
      "Stream x under account 000000000000 not found.",
    ],
  ];

  it.each(refused)("refuses %s in AWS's words, and keeps none of the request", (_what, differing, code, message) => {
    const { kinesis, stream } = kinesisWith();
    putTexts(kinesis, ["before"]);
    const put = () => putRecords(kinesis, { StreamName: "events", ...differing });
    expect(put).toThrow(
      expect.objectContaining({
        code,
        message: typeof message === "string" ? message : expect.stringMatching(message),
      }),
    );
    putTexts(kinesis, ["after"]);
    expect(textsFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" })).toEqual(["before", "after"]);
    expect(stream.recordCount).toBe(2);
  });

  it("takes a record of just 1 MiB with its key", () => {
    const { kinesis, stream } = kinesisWith();
    const Records = [record({ Data: zeros(mebibyte - 3) })];
    acknowledged(putRecords(kinesis, { StreamName: "events", Records }).Records[0]);
    expect(stream.shards()[0]?.read(0, 1, 0)[0]?.sizeBytes).toBe(mebibyte);
  });

  it("takes records of up to the stream's MaxRecordSizeInKiB with their keys, and no larger", () => {
    const { kinesis, stream } = kinesisWith({}, { limits: false });
    stream.change({ maxRecordSizeKiB: 10_240 });
    const put = (bytes: number) =>
      putRecords(kinesis, { StreamName: "events", Records: [record({ Data: zeros(bytes) })] });
    acknowledged(put(10 * mebibyte - 3).Records[0]);
    expect(() => put(10 * mebibyte - 2)).toThrow(
      "Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'records.1.member.data' failed to satisfy constraint: Member must have length less than or equal to 10485760",
    );
    stream.change({ maxRecordSizeKiB: 2_048 });
    acknowledged(put(2 * mebibyte - 3).Records[0]);
    expect(() => put(2 * mebibyte - 2)).toThrow("length less than or equal to 2097152");
    expect(stream.recordCount).toBe(2);
  });

  it("takes 500 records, and keys of 1 to 256 characters", () => {
    const { kinesis, stream } = kinesisWith();
    const keys = ["k", "k".repeat(256), "ключ", "鍵".repeat(256)];
    const Records = Array.from({ length: 500 }, (_, position) => record({ PartitionKey: keys[position % 4] }));
    expect(putRecords(kinesis, { StreamName: "events", Records }).FailedRecordCount).toBe(0);
    const read = stream.shards().flatMap((shard) => shard.read(0, Infinity, Infinity));
    expect(read.map(({ partitionKey }) => partitionKey)).toEqual(Records.map((_, position) => keys[position % 4]));
  });

  it("puts any key into the shard whose range holds its MD5 as a number of 128 bits", () => {
    const { kinesis, stream } = kinesisWith({ mode: "PROVISIONED", shards: 7 }, { limits: false });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 64 }), (PartitionKey) => {
        const { Records } = putRecords(kinesis, { StreamName: "events", Records: [record({ PartitionKey })] });
        const hash = BigInt(`0x${createHash("md5").update(PartitionKey, "utf8").digest("hex")}`);
        const holding = stream.shards().filter(({ hashKeys: { start, end } }) => {
          return BigInt(`0x${start}`) <= hash && hash <= BigInt(`0x${end}`);
        });
        expect(Records.map((entry) => "ShardId" in entry && entry.ShardId)).toEqual(
          holding.map((each) => each.shardId),
        );
      }),
    );
  });

  it("says that it encrypts while the stream does", async () => {
    const { kinesis, clock, stream } = kinesisWith();
    const put = () => putRecords(kinesis, { StreamName: "events", Records: [record()] }).EncryptionType;
    const putOne = () => putRecord(kinesis, { StreamName: "events", ...record() }).EncryptionType;
    expect([put(), putOne()]).toEqual([undefined, undefined]);
    await clock.advance(1);
    stream.change({ encryption: [{ keyId: "alias/aws/kinesis", fromMs: clock.now() }] });
    expect([put(), putOne()]).toEqual(["KMS", "KMS"]);
  });

  it("fails the records beyond 1,000 a second and shard, and no other", () => {
    const { kinesis, stream } = kinesisWith();
    const Records = Array(400).fill(record());
    const put = () => putRecords(kinesis, { StreamName: "events", Records });
    expect([put(), put(), put()].map(({ FailedRecordCount }) => FailedRecordCount)).toEqual([0, 0, 200]);
    const refused = put();
    expect(refused.FailedRecordCount).toBe(400);
    expect(refused.Records[0]).toEqual({
      ErrorCode: "ProvisionedThroughputExceededException",
      ErrorMessage: "Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.",
    });
    expect(stream.recordCount).toBe(1_000);
  });

  it("fails what exceeds 1 MiB a second and shard, but still takes what is left room for", async () => {
    const { kinesis, clock } = kinesisWith();
    const half = zeros(mebibyte / 2);
    const Records = [half, half, base64("small")].map((Data) => record({ Data }));
    const { Records: entries } = putRecords(kinesis, { StreamName: "events", Records });
    expect(entries.map((entry) => "SequenceNumber" in entry)).toEqual([true, false, true]);
    await clock.advance(1_000);
    expect(putRecords(kinesis, { StreamName: "events", Records: [record({ Data: half })] }).FailedRecordCount).toBe(0);
  });

  it("takes a record of more than 1 MiB from a shard that owes nothing, and as many seconds later the next", async () => {
    const { kinesis, clock } = kinesisWith({ maxRecordSizeKiB: 10_240 });
    const put = (bytes: number) => {
      const Records = [record({ Data: zeros(bytes) })];
      return putRecords(kinesis, { StreamName: "events", Records }).FailedRecordCount;
    };
    expect([put(1_000), put(9 * mebibyte), put(1_000)]).toEqual([0, 0, 1]);
    await clock.advance(8_999);
    expect(put(1)).toBe(1);
    await clock.advance(1);
    expect(put(1)).toBe(0);
  });

  it("gives each shard its own rate, so that an on-demand stream takes 4,000 records a second", () => {
    const { kinesis } = kinesisWith({ mode: "ON_DEMAND" });
    const Records = Array.from({ length: 500 }, (_, position) =>
      record({ ExplicitHashKey: (BigInt(position % 4) * 2n ** 126n).toString() }),
    );
    const failed = Array.from({ length: 9 }, () => putRecords(kinesis, { StreamName: "events", Records }));
    expect(failed.map(({ FailedRecordCount }) => FailedRecordCount)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 500]);
  });

  it("takes anything when limits are off", () => {
    const { kinesis, stream } = kinesisWith({}, { limits: false });
    for (let request = 0; request < 30; request++) {
      putRecords(kinesis, { StreamName: "events", Records: Array(500).fill(record()) });
    }
    expect(stream.recordCount).toBe(15_000);
  });

  it("knows no stream that is still being made", async () => {
    const { kinesis, clock } = kinesisWith({}, { transitionMs: 500 });
    expect(() => putTexts(kinesis, ["early"])).toThrow("Stream events under account 000000000000 not found.");
    await clock.advance(500);
    expect(putTexts(kinesis, ["in time"])).toHaveLength(1);
  });

  it("keeps what a producer's retry puts once more as a record of its own", () => {
    const { kinesis } = kinesisWith();
    const [first = ""] = putTexts(kinesis, ["sent"]);
    const [second = ""] = putTexts(kinesis, ["sent"]);
    expect(second > first).toBe(true);
    expect(textsFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" })).toEqual(["sent", "sent"]);
  });

  it("tells each shard's listeners once a request, when all its records can be read", () => {
    const { kinesis, stream } = kinesisWith();
    const [{ shard } = { shard: undefined }] = readAll(stream);
    const seen: number[] = [];
    const stop = shard?.onChange(() => seen.push(shard.nextIndex));
    putTexts(kinesis, ["a", "b", "c"]);
    stop?.();
    putTexts(kinesis, ["d"]);
    expect(seen).toEqual([3]);
  });
});

describe("PutRecord", () => {
  const put = (differing: object = {}) => ({ StreamName: "events", ...record(differing) });

  it("says where the record went", () => {
    const { kinesis, stream } = kinesisWith();
    const { ShardId, SequenceNumber } = putRecord(kinesis, put());
    const [{ shard, records } = { shard: undefined, records: [] }] = readAll(stream);
    expect({ ShardId, SequenceNumber }).toEqual({
      ShardId: shard?.shardId,
      SequenceNumber: records[0]?.sequenceNumber,
    });
  });

  it("throws when the shard's rate is used up", () => {
    const { kinesis } = kinesisWith();
    for (let count = 0; count < 1_000; count++) putRecord(kinesis, put());
    expect(() => putRecord(kinesis, put())).toThrow(
      expect.objectContaining({
        code: "ProvisionedThroughputExceededException",
        message: "Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.",
      }),
    );
  });

  it("gives a later number than SequenceNumberForOrdering, and refuses one that can't have been given", () => {
    const { kinesis } = kinesisWith();
    const first = putRecord(kinesis, put()).SequenceNumber;
    const second = putRecord(kinesis, put({ SequenceNumberForOrdering: first })).SequenceNumber;
    expect(second > first).toBe(true);
    expect(() => putRecord(kinesis, put({ SequenceNumberForOrdering: "12" }))).toThrow(
      "ExclusiveMinimumSequenceNumber 12 used in PutRecord on stream events under account 000000000000 is invalid.",
    );
  });

  it("keeps the order of serial puts, each of which names the number before", async () => {
    const { kinesis, clock } = kinesisWith({ mode: "PROVISIONED", shards: 4 });
    const numbers: string[] = [];
    for (let serial = 0; serial < 300; serial++) {
      const SequenceNumberForOrdering = numbers.at(-1);
      numbers.push(putRecord(kinesis, put({ Data: base64(String(serial)), SequenceNumberForOrdering })).SequenceNumber);
      await clock.advance(7);
    }
    expect(numbers.every((number, at) => at === 0 || BigInt(number) > BigInt(numbers[at - 1] ?? ""))).toBe(true);
    const [shard] = kinesis
      .stream("events")
      .shards()
      .filter(({ nextIndex }) => nextIndex > 0);
    const texts = textsFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" }, shard?.shardId);
    expect(texts).toEqual(numbers.map((_, serial) => String(serial)));
  });

  it("names its members without a list", () => {
    const { kinesis } = kinesisWith();
    expect(() => putRecord(kinesis, put({ PartitionKey: "k".repeat(257) }))).toThrow("at 'partitionKey' failed");
    expect(() => putRecord(kinesis, put({ Data: 5 }))).toThrow(
      "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob",
    );
  });
});
