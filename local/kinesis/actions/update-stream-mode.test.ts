import type { Kinesis } from "../kinesis";
import { kinesisWith, putTexts, splitInHalf, textsFrom } from "../kinesis-fixture";
import { createStream } from "./create-stream";
import { describeStreamSummary } from "./describe-stream-summary";
import { updateAccountSettings } from "./update-account-settings";
import { updateStreamMode } from "./update-stream-mode";
import { updateStreamWarmThroughput } from "./update-stream-warm-throughput";

const StreamName = "events";
const StreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events";
const hour = 3_600_000;

function switchTo(kinesis: Kinesis, StreamMode: string, more: object = {}): void {
  updateStreamMode(kinesis, { StreamARN, StreamModeDetails: { StreamMode }, ...more });
}

function summary(kinesis: Kinesis) {
  return describeStreamSummary(kinesis, { StreamName }).StreamDescriptionSummary;
}

/** What an account needs for warm throughput. */
function commit(kinesis: Kinesis): void {
  updateAccountSettings(kinesis, { MinimumThroughputBillingCommitment: { Status: "ENABLED" } });
}

describe("Mode switch", () => {
  it("keeps the shards and the records, both ways", () => {
    const { kinesis, stream } = kinesisWith({ shards: 1 });
    splitInHalf(kinesis, stream, 0);
    putTexts(kinesis, ["kept"], "key");
    const shards = stream.shards();
    for (const mode of ["ON_DEMAND", "PROVISIONED"]) {
      switchTo(kinesis, mode);
      expect(summary(kinesis)).toMatchObject({ StreamModeDetails: { StreamMode: mode }, OpenShardCount: 2 });
      expect(stream.shards()).toEqual(shards);
    }
    const texts = shards.flatMap(({ shardId }) => textsFrom(kinesis, { ShardIteratorType: "TRIM_HORIZON" }, shardId));
    expect(texts).toEqual(["kept"]);
  });

  it("happens at most twice in a rolling 24 hours, where a switch to the mode it has is none", async () => {
    const { kinesis, clock } = kinesisWith();
    switchTo(kinesis, "PROVISIONED");
    switchTo(kinesis, "ON_DEMAND");
    await clock.advance(hour);
    switchTo(kinesis, "PROVISIONED");
    const refusal = expect.objectContaining({
      code: "LimitExceededException",
      message: "Rate exceeded for stream events under account 000000000000.",
    });
    expect(() => switchTo(kinesis, "ON_DEMAND")).toThrow(refusal);
    await clock.advance(23 * hour - 1);
    expect(() => switchTo(kinesis, "ON_DEMAND")).toThrow(refusal);
    await clock.advance(1);
    switchTo(kinesis, "ON_DEMAND");
    expect(() => switchTo(kinesis, "PROVISIONED")).toThrow(refusal);
  });

  it("happens as often as one likes when limits are off", () => {
    const { kinesis } = kinesisWith({}, { limits: false });
    for (const mode of ["ON_DEMAND", "PROVISIONED", "ON_DEMAND", "PROVISIONED"]) switchTo(kinesis, mode);
    expect(summary(kinesis).StreamModeDetails).toEqual({ StreamMode: "PROVISIONED" });
  });
});

describe("Warm throughput", () => {
  it("is for accounts with a commitment to a least throughput", () => {
    const { kinesis } = kinesisWith({ mode: "ON_DEMAND" });
    const refusal = expect.objectContaining({
      code: "ValidationException",
      message: "Request is invalid. Account 000000000000 does not have MinimumThroughputBillingCommitment enabled.",
    });
    expect(() => updateStreamWarmThroughput(kinesis, { StreamName, WarmThroughputMiBps: 10 })).toThrow(refusal);
    expect(() => createStream(kinesis, { StreamName: "warm", WarmThroughputMiBps: 10 })).toThrow(refusal);
  });

  it("makes an on-demand stream ready for more, and takes that back", async () => {
    const { kinesis, clock, stream } = kinesisWith({ mode: "ON_DEMAND" }, { transitionMs: 1_000 });
    await clock.advance(1_000);
    commit(kinesis);
    expect(summary(kinesis).WarmThroughput).toBeUndefined();
    expect(updateStreamWarmThroughput(kinesis, { StreamName, WarmThroughputMiBps: 10 })).toEqual({
      StreamARN,
      StreamName,
      WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 4 },
    });
    expect([stream.status, stream.openShards().length]).toEqual(["UPDATING", 4]);
    await clock.advance(1_000);
    expect(summary(kinesis)).toMatchObject({
      OpenShardCount: 10,
      WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 10 },
    });
    updateStreamWarmThroughput(kinesis, { StreamName, WarmThroughputMiBps: 0 });
    await clock.advance(1_000);
    expect(summary(kinesis)).toMatchObject({ OpenShardCount: 4, WarmThroughput: { TargetMiBps: 0, CurrentMiBps: 4 } });
  });

  it("can come with a new stream, or with the switch to on-demand mode", () => {
    const { kinesis } = kinesisWith({ shards: 2 });
    commit(kinesis);
    switchTo(kinesis, "ON_DEMAND", { WarmThroughputMiBps: 6 });
    expect(summary(kinesis)).toMatchObject({ OpenShardCount: 6, WarmThroughput: { TargetMiBps: 6, CurrentMiBps: 6 } });
    createStream(kinesis, { StreamName: "warm", WarmThroughputMiBps: 7 });
    expect(kinesis.stream("warm").openShards()).toHaveLength(7);
    switchTo(kinesis, "PROVISIONED");
    expect(summary(kinesis).WarmThroughput).toBeUndefined();
  });

  it("ends at what AWS lets one stream scale to, and is nothing for a provisioned stream", () => {
    const { kinesis } = kinesisWith();
    commit(kinesis);
    expect(() => createStream(kinesis, { StreamName: "warm", WarmThroughputMiBps: 201 })).toThrow(
      expect.objectContaining({ code: "LimitExceededException" }),
    );
    const refusal = expect.objectContaining({
      code: "InvalidArgumentException",
      message: "WarmThroughputMiBps must not be provided for a stream in PROVISIONED mode.",
    });
    expect(() => updateStreamWarmThroughput(kinesis, { StreamName, WarmThroughputMiBps: 1 })).toThrow(refusal);
    expect(() => switchTo(kinesis, "PROVISIONED", { WarmThroughputMiBps: 1 })).toThrow(refusal);
    const provisioned = { StreamName: "warm", ShardCount: 1, WarmThroughputMiBps: 1 };
    expect(() => createStream(kinesis, provisioned)).toThrow(refusal);
  });
});
