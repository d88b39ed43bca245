import { createStream } from "./actions/create-stream";
import { decreaseStreamRetentionPeriod } from "./actions/decrease-stream-retention-period";
import { deleteStream } from "./actions/delete-stream";
import { describeStream } from "./actions/describe-stream";
import { increaseStreamRetentionPeriod } from "./actions/increase-stream-retention-period";
import { listShards } from "./actions/list-shards";
import { listStreams } from "./actions/list-streams";
import { mergeShards } from "./actions/merge-shards";
import { putRecords } from "./actions/put-records";
import { splitShard } from "./actions/split-shard";
import { updateMaxRecordSize } from "./actions/update-max-record-size";
import { updateShardCount } from "./actions/update-shard-count";
import { updateStreamMode } from "./actions/update-stream-mode";
import type { Kinesis } from "./kinesis";
import { kinesisWith, putTexts, textsFrom } from "./kinesis-fixture";

const transitionMs = 1_000;
const StreamName = "events";
const StreamARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/events";
const fromStart = { ShardIteratorType: "TRIM_HORIZON" };

/** Operations that change a stream of two shards. */
const changes: readonly [string, (kinesis: Kinesis) => unknown][] = [
  [
    "SplitShard",
    (kinesis) => splitShard(kinesis, { StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1000" }),
  ],
  [
    "MergeShards",
    (kinesis) =>
      mergeShards(kinesis, {
        StreamName,
        ShardToMerge: "shardId-000000000000",
        AdjacentShardToMerge: "shardId-000000000001",
      }),
  ],
  [
    "UpdateShardCount",
    (kinesis) => updateShardCount(kinesis, { StreamName, TargetShardCount: 3, ScalingType: "UNIFORM_SCALING" }),
  ],
  [
    "UpdateStreamMode",
    (kinesis) => updateStreamMode(kinesis, { StreamARN, StreamModeDetails: { StreamMode: "ON_DEMAND" } }),
  ],
  ["UpdateMaxRecordSize", (kinesis) => updateMaxRecordSize(kinesis, { StreamARN, MaxRecordSizeInKiB: 2_048 })],
  [
    "IncreaseStreamRetentionPeriod",
    (kinesis) => increaseStreamRetentionPeriod(kinesis, { StreamName, RetentionPeriodHours: 48 }),
  ],
  [
    "DecreaseStreamRetentionPeriod",
    (kinesis) => decreaseStreamRetentionPeriod(kinesis, { StreamName, RetentionPeriodHours: 24 }),
  ],
];

/** A stream of two shards that has become ACTIVE, in an engine whose changes take a second. */
async function active() {
  const running = kinesisWith({ shards: 2 }, { transitionMs });
  await running.clock.advance(transitionMs);
  return running;
}

function statusOf(kinesis: Kinesis): string {
  return describeStream(kinesis, { StreamName }).StreamDescription.StreamStatus;
}

function inState(status: string) {
  return expect.objectContaining({
    code: "ResourceInUseException",
    message: `Stream events under account 000000000000 not ACTIVE, instead in state ${status}`,
  });
}

const notFound = expect.objectContaining({
  code: "ResourceNotFoundException",
  message: "Stream events under account 000000000000 not found.",
});

describe("a stream in CREATING", () => {
  it("is described without shards, and neither read nor written", async () => {
    const { kinesis, clock } = kinesisWith({ shards: 2 }, { transitionMs });
    const { StreamDescription } = describeStream(kinesis, { StreamName });
    expect([StreamDescription.StreamStatus, StreamDescription.Shards]).toEqual(["CREATING", []]);
    expect(() => putTexts(kinesis, ["early"])).toThrow(notFound);
    expect(() => textsFrom(kinesis, fromStart)).toThrow(notFound);
    expect(() => listShards(kinesis, { StreamName })).toThrow(inState("CREATING"));
    await clock.advance(transitionMs - 1);
    expect(statusOf(kinesis)).toBe("CREATING");
    await clock.advance(1);
    expect(statusOf(kinesis)).toBe("ACTIVE");
    expect(listShards(kinesis, { StreamName }).Shards).toHaveLength(2);
  });

  it("keeps its name from another", () => {
    const { kinesis } = kinesisWith({}, { transitionMs });
    expect(() => createStream(kinesis, { StreamName, ShardCount: 1 })).toThrow(
      "Stream events under account 000000000000 already exists.",
    );
  });
});

describe("a stream in UPDATING", () => {
  it.each(changes)("is one that %s changes, until a change takes effect and it is ACTIVE", async (_, change) => {
    const { kinesis, clock, stream } = await active();
    const before = { ...stream.properties, scalingsMs: [], modeSwitchesMs: [] };
    const open = [...stream.openShards()];
    change(kinesis);
    await clock.advance(transitionMs - 1);
    expect(statusOf(kinesis)).toBe("UPDATING");
    expect({ ...stream.properties, scalingsMs: [], modeSwitchesMs: [] }).toEqual(before);
    expect(stream.openShards()).toEqual(open);
    await clock.advance(1);
    expect(statusOf(kinesis)).toBe("ACTIVE");
  });

  it.each(changes)("refuses %s", async (_, change) => {
    const { kinesis } = await active();
    updateMaxRecordSize(kinesis, { StreamARN, MaxRecordSizeInKiB: 1_024 });
    expect(() => change(kinesis)).toThrow(inState("UPDATING"));
    expect(() => deleteStream(kinesis, { StreamName })).toThrow(inState("UPDATING"));
  });

  it("is read and written, by the shards that it had", async () => {
    const { kinesis, clock } = await active();
    splitShard(kinesis, { StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1000" });
    const put = (Data: string) =>
      putRecords(kinesis, { StreamName, Records: [{ Data, PartitionKey: "k", ExplicitHashKey: "5" }] }).Records[0];
    expect(put("AAAA")).toMatchObject({ ShardId: "shardId-000000000000" });
    expect(textsFrom(kinesis, fromStart)).toHaveLength(1);
    expect(listShards(kinesis, { StreamName }).Shards).toHaveLength(2);
    await clock.advance(transitionMs);
    expect(put("BBBB")).toMatchObject({ ShardId: "shardId-000000000002" });
    expect(listShards(kinesis, { StreamName }).Shards).toHaveLength(4);
  });

  it("keeps from expiring what a longer retention still reaches when it takes effect", async () => {
    const { kinesis, clock } = await active();
    putTexts(kinesis, ["old"]);
    await clock.advance(24 * 3_600_000 - transitionMs);
    increaseStreamRetentionPeriod(kinesis, { StreamName, RetentionPeriodHours: 48 });
    await clock.advance(3_600_000);
    expect(["shardId-000000000000", "shardId-000000000001"].flatMap((id) => textsFrom(kinesis, fromStart, id))).toEqual(
      ["old"],
    );
  });
});

describe("a stream in DELETING", () => {
  it("is listed and described until it is gone, and neither read, written nor changed", async () => {
    const { kinesis, clock, stream } = await active();
    putTexts(kinesis, ["late"]);
    deleteStream(kinesis, { StreamName });
    expect(statusOf(kinesis)).toBe("DELETING");
    expect(listStreams(kinesis, {}).StreamSummaries).toMatchObject([{ StreamName, StreamStatus: "DELETING" }]);
    expect(() => putTexts(kinesis, ["later"])).toThrow(notFound);
    expect(() => textsFrom(kinesis, fromStart)).toThrow(notFound);
    expect(() => deleteStream(kinesis, { StreamName })).toThrow(inState("DELETING"));
    for (const [, change] of changes) expect(() => change(kinesis)).toThrow(inState("DELETING"));
    expect(() => createStream(kinesis, { StreamName, ShardCount: 1 })).toThrow("already exists");
    await clock.advance(transitionMs);
    expect(listStreams(kinesis, {}).StreamNames).toEqual([]);
    expect(stream.status).toBe("DELETING");
    expect(() => describeStream(kinesis, { StreamName })).toThrow(notFound);
    createStream(kinesis, { StreamName, ShardCount: 1 });
    await clock.advance(transitionMs);
    expect(textsFrom(kinesis, fromStart)).toEqual([]);
  });
});

describe("the engine", () => {
  it("ends what is under way when it closes", async () => {
    const { kinesis, clock, stream } = await active();
    splitShard(kinesis, { StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1000" });
    kinesis.close();
    expect([stream.status, stream.openShards().length]).toEqual(["ACTIVE", 3]);
    await clock.advance(transitionMs);
    expect(stream.openShards()).toHaveLength(3);
  });

  it("gives the next change its whole time after one that was ended early", async () => {
    const { kinesis, clock, stream } = await active();
    updateMaxRecordSize(kinesis, { StreamARN, MaxRecordSizeInKiB: 2_048 });
    stream.settle();
    await clock.advance(transitionMs / 2);
    updateMaxRecordSize(kinesis, { StreamARN, MaxRecordSizeInKiB: 4_096 });
    await clock.advance(transitionMs - 1);
    expect([stream.status, stream.properties.maxRecordSizeKiB]).toEqual(["UPDATING", 2_048]);
    await clock.advance(1);
    expect([stream.status, stream.properties.maxRecordSizeKiB]).toEqual(["ACTIVE", 4_096]);
  });
});
