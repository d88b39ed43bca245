import { base64, create, DeliveryStreamName, firehoseWith, KinesisStreamARN, RoleARN, s3 } from "../firehose-fixture";
import { putRecord } from "./put-record";
import { putRecordBatch } from "./put-record-batch";

const kilobyte = base64("x".repeat(1024));

/** A delivery stream, and what puts to it. */
async function created(options: Parameters<typeof firehoseWith>[0] = {}) {
  const test = firehoseWith(options);
  await create(test.firehose);
  const { firehose } = test;
  return {
    ...test,
    put: (Data: string) => putRecord(firehose, { DeliveryStreamName, Record: { Data } }),
    putBatch: (...Data: string[]) =>
      putRecordBatch(firehose, { DeliveryStreamName, Records: Data.map((each) => ({ Data: each })) }),
  };
}

describe("records that are put", () => {
  it("are delivered in their order, each with an id of its own", async () => {
    const { put, putBatch, clock, objects } = await created();
    const first = put(base64("one "));
    const { RequestResponses, FailedPutCount, Encrypted } = putBatch(base64("two "), base64(""), base64("three"));
    const ids = [first, ...RequestResponses].map((entry) => "RecordId" in entry && entry.RecordId);
    expect(new Set(ids).size).toBe(4);
    expect({ FailedPutCount, Encrypted }).toEqual({ FailedPutCount: 0, Encrypted: false });
    await clock.advance(300_000);
    expect(objects.map(({ text }) => text)).toEqual(["one two three"]);
  });

  it("are refused together where one is too large, there are too many, or all are too much", async () => {
    const { putBatch, put } = await created();
    const largest = base64("x".repeat(1_024_000));
    const tooLarge = base64("x".repeat(1_024_001));
    expect(put(largest)).toHaveProperty("RecordId");
    expect(() => putBatch(base64("fits"), tooLarge)).toThrow(
      "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1024001 cap=1024001]' at " +
        "'records.2.member.data' failed to satisfy constraint: Member must have length less than or equal to 1024000",
    );
    expect(() => putBatch(...Array.from({ length: 501 }, () => ""))).toThrow(
      /at 'records' failed to satisfy constraint: Member must have length less than or equal to 500$/,
    );
    const fourMebibytes = [largest, largest, largest, largest, base64("x".repeat(4 * 1024 * 1024 - 4_096_000))];
    expect(() => putBatch(...fourMebibytes, base64("x"))).toThrow(
      expect.objectContaining({ code: "InvalidArgumentException", message: "Records size exceeds 4 MB limit" }),
    );
    expect(putBatch(...fourMebibytes).RequestResponses).toHaveLength(5);
  });

  it("fail one by one beyond a mebibyte in a second, and succeed in the next", async () => {
    const { putBatch, put, clock, objects } = await created();
    const slowDown = { ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." };
    for (let batch = 0; batch < 2; batch++) expect(putBatch(...Array(500).fill(kilobyte)).FailedPutCount).toBe(0);
    const { RequestResponses, FailedPutCount } = putBatch(...Array(30).fill(kilobyte));
    expect(FailedPutCount).toBe(6);
    expect(RequestResponses[23]).toHaveProperty("RecordId");
    expect(RequestResponses.slice(24)).toEqual(Array(6).fill(slowDown));
    expect(() => put(kilobyte)).toThrow(
      expect.objectContaining({ code: "ServiceUnavailableException", message: "Slow down.", statusCode: 503 }),
    );
    await clock.advance(1_000);
    expect(put(kilobyte)).toHaveProperty("RecordId");
    await clock.advance(300_000);
    expect(objects.map(({ text }) => text.length)).toEqual([1025 * 1024]);
  });

  it("are refused beyond 1,000 requests in a second, which is twice as many in the largest regions", async () => {
    for (const [region, most] of Object.entries({ "ap-northeast-1": 1_000, "us-east-1": 2_000 })) {
      const { put } = await created({ region });
      for (let request = 0; request < most; request++) put("");
      expect(() => put("")).toThrow(expect.objectContaining({ statusCode: 503 }));
    }
  });

  it("are all taken where the quotas are switched off", async () => {
    const { put } = await created({ limits: false });
    for (let request = 0; request < 1_500; request++) put(kilobyte);
  });

  it("are refused where Kinesis feeds the delivery stream, or it is not there yet", async () => {
    const { firehose } = firehoseWith();
    const input = {
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN },
      ExtendedS3DestinationConfiguration: s3,
    };
    await create(firehose, input);
    const Records = [{ Data: "" }];
    expect(() => putRecordBatch(firehose, { DeliveryStreamName, Records })).toThrow(
      expect.objectContaining({
        code: "InvalidArgumentException",
        message: "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
      }),
    );
    const notFound = "Firehose orders under account 000000000000 not found.";
    const { put } = await created({ creatingMs: 1 });
    expect(() => put("")).toThrow(notFound);
    expect(() => putRecordBatch(firehoseWith().firehose, { DeliveryStreamName, Records })).toThrow(notFound);
  });
});
