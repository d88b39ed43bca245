import { base64, kinesisWith, readFrom } from "../kinesis-fixture";
import { describeStream } from "./describe-stream";
import { describeStreamSummary } from "./describe-stream-summary";
import { putRecord } from "./put-record";
import { putRecords } from "./put-records";
import { startStreamEncryption } from "./start-stream-encryption";
import { stopStreamEncryption } from "./stop-stream-encryption";

const StreamName = "events";
const EncryptionType = "KMS";
const transitionMs = 1_000;

/** An engine whose stream is ACTIVE, and changes in a second. */
async function active() {
  const running = kinesisWith({}, { transitionMs });
  const { kinesis, clock } = running;
  await clock.advance(transitionMs);
  return {
    ...running,
    put: () => putRecord(kinesis, { StreamName, PartitionKey: "key", Data: base64("data") }),
    async start(KeyId: string) {
      startStreamEncryption(kinesis, { StreamName, EncryptionType, KeyId });
      await clock.advance(transitionMs);
    },
    async stop() {
      stopStreamEncryption(kinesis, { StreamName, EncryptionType, KeyId: "any" });
      await clock.advance(transitionMs);
    },
  };
}

describe("The encryption of a stream", () => {
  it.each([
    "12345678-1234-1234-1234-123456789012",
    "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
    "arn:aws:kms:us-east-1:123456789012:alias/mine",
    "alias/aws/kinesis",
  ])("takes %s as its key, and shows it until it is stopped", async (KeyId) => {
    const { kinesis, start, stop } = await active();
    const shown = () => {
      const { EncryptionType, KeyId } = describeStream(kinesis, { StreamName }).StreamDescription;
      const summary = describeStreamSummary(kinesis, { StreamName }).StreamDescriptionSummary;
      expect([summary.EncryptionType, summary.KeyId]).toEqual([EncryptionType, KeyId]);
      return { EncryptionType, KeyId };
    };
    expect(shown()).toEqual({ EncryptionType: "NONE", KeyId: undefined });
    await start(KeyId);
    expect(shown()).toEqual({ EncryptionType: "KMS", KeyId });
    await start("another");
    expect(shown()).toEqual({ EncryptionType: "KMS", KeyId: "another" });
    await stop();
    expect(shown()).toEqual({ EncryptionType: "NONE", KeyId: undefined });
  });

  it("begins and ends when the stream is ACTIVE again, and each record shows what held when it came", async () => {
    const { kinesis, clock, stream, put, start, stop } = await active();
    put();
    startStreamEncryption(kinesis, { StreamName, EncryptionType, KeyId: "key" });
    expect(stream.status).toBe("UPDATING");
    expect(put().EncryptionType).toBeUndefined();
    await clock.advance(transitionMs);
    expect([stream.status, put().EncryptionType]).toEqual(["ACTIVE", "KMS"]);
    await start("another key");
    const Records = [{ PartitionKey: "key", Data: base64("data") }];
    expect(putRecords(kinesis, { StreamName, Records }).EncryptionType).toBe("KMS");
    await stop();
    expect(put().EncryptionType).toBeUndefined();
    const read = readFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" }).Records;
    expect(read.map(({ EncryptionType }) => EncryptionType)).toEqual([undefined, undefined, "KMS", "KMS", undefined]);
  });

  it("is changed of an ACTIVE stream only", async () => {
    const { kinesis } = await active();
    const request = { StreamName, EncryptionType, KeyId: "key" };
    startStreamEncryption(kinesis, request);
    for (const change of [startStreamEncryption, stopStreamEncryption]) {
      expect(() => change(kinesis, request)).toThrow(
        "Stream events under account 000000000000 not ACTIVE, instead in state UPDATING",
      );
    }
  });

  it("is of no other type than KMS", async () => {
    const { kinesis, stream } = await active();
    for (const change of [startStreamEncryption, stopStreamEncryption]) {
      expect(() => change(kinesis, { StreamName, EncryptionType: "NONE", KeyId: "key" })).toThrow(
        expect.objectContaining({ code: "InvalidArgumentException" }),
      );
    }
    expect(stream.status).toBe("ACTIVE");
  });

  it("is started, and stopped, 25 times each in 24 hours", async () => {
    const { clock, start, stop } = await active();
    const exceeded = expect.objectContaining({ code: "LimitExceededException" });
    for (let count = 0; count < 25; count++) {
      await start("key");
      await stop();
    }
    await expect(start("key")).rejects.toThrow(exceeded);
    // The first of them took effect after a second.
    await clock.advance(86_400_000 - 49 * transitionMs);
    await start("key");
    await expect(start("key")).rejects.toThrow(exceeded);
  });

  it("goes over to another key without a stop, of which there are 25", async () => {
    const { clock, start, stop } = await active();
    await start("first");
    await clock.advance(86_400_000);
    for (let count = 0; count < 25; count++) await start(`key ${count}`);
    await stop();
  });

  it("is remembered as long as a record that it encrypted", async () => {
    const { clock, stream, start, stop } = await active();
    await start("first");
    await start("second");
    await clock.advance(23 * 3_600_000);
    await start("third");
    expect(stream.properties.encryption.map(({ keyId }) => keyId)).toEqual(["first", "second", "third"]);
    await clock.advance(2 * 3_600_000);
    await stop();
    expect(stream.properties.encryption.map(({ keyId }) => keyId)).toEqual(["second", "third"]);
  });
});
