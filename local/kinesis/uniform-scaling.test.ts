import fc from "fast-check";
import { listShards } from "./actions/list-shards";
import { updateShardCount } from "./actions/update-shard-count";
import { divideHashKeys, fromHashKey, type HashKeyRange, toHashKey } from "./hash-key";
import type { Kinesis } from "./kinesis";
import { kinesisWith, readAll } from "./kinesis-fixture";
import type { Stream } from "./stream";
import { scaleUniformly, uniformSteps } from "./uniform-scaling";

const hour = 3_600_000;
const top = 2n ** 128n - 1n;

function scale(kinesis: Kinesis, TargetShardCount: number) {
  return updateShardCount(kinesis, { StreamName: "events", TargetShardCount, ScalingType: "UNIFORM_SCALING" });
}

function openRanges(stream: Stream): readonly HashKeyRange[] {
  return stream.openShards().map(({ hashKeys }) => hashKeys);
}

/** What the steps leave open of some ranges, each step closing those that it covers. */
function afterSteps(open: readonly HashKeyRange[], count: number): readonly HashKeyRange[] {
  let ranges = [...open];
  for (const step of uniformSteps(open, count)) {
    const [lower, upper = lower] = step;
    const isCovered = ({ start, end }: HashKeyRange) => lower.start <= start && end <= upper.end;
    const covered = ranges.filter(isCovered);
    expect([covered.length, covered[0]?.start, covered.at(-1)?.end]).toEqual([3 - step.length, lower.start, upper.end]);
    ranges = [...ranges.filter((range) => !isCovered(range)), ...step].sort((one, other) =>
      one.start < other.start ? -1 : 1,
    );
  }
  return ranges;
}

/** The whole space, cut at some keys. */
const partitions = fc.uniqueArray(fc.bigInt({ min: 1n, max: top }), { maxLength: 12 }).map((cuts) => {
  const starts = [0n, ...cuts.sort((one, other) => (one < other ? -1 : 1))];
  return starts.map((start, at) => ({ start: toHashKey(start), end: toHashKey((starts[at + 1] ?? top + 1n) - 1n) }));
});

describe("the splits and merges of a uniform scaling", () => {
  it("make exactly equal shards of any others, each step a split of one shard or a merge of two", () => {
    fc.assert(
      fc.property(partitions, fc.integer({ min: 1, max: 25 }), (open, count) => {
        expect(afterSteps(open, count)).toEqual(divideHashKeys(count));
      }),
    );
  });

  it.each([
    [4, 8, 4],
    [8, 4, 4],
    [5, 5, 0],
    [4, 5, 7],
    [4, 3, 5],
  ])("take as few as there are borders to move: from %i shards to %i in %i", (from, to, steps) => {
    expect(uniformSteps(divideHashKeys(from), to)).toHaveLength(steps);
  });
});

describe("UpdateShardCount", () => {
  it("gives shards of equal size, to the bit", () => {
    const { kinesis, stream } = kinesisWith({ shards: 4 });
    expect(scale(kinesis, 6)).toEqual({
      StreamName: "events",
      CurrentShardCount: 4,
      TargetShardCount: 6,
      StreamARN: stream.arn,
    });
    const sixth = 2n ** 128n / 6n;
    expect(openRanges(stream).map(({ start, end }) => [fromHashKey(start), fromHashKey(end)])).toEqual([
      [0n, sixth - 1n],
      [sixth, 2n * sixth - 1n],
      [2n * sixth, 3n * sixth - 1n],
      [3n * sixth, 4n * sixth - 1n],
      [4n * sixth, 5n * sixth - 1n],
      [5n * sixth, top],
    ]);
  });

  it("makes 3 shards of 4 by way of those that AWS was seen to make", () => {
    const { kinesis } = kinesisWith({ shards: 4 });
    scale(kinesis, 3);
    const { Shards } = listShards(kinesis, { StreamName: "events" });
    const parents = Shards.map(({ ShardId, ParentShardId, AdjacentParentShardId, SequenceNumberRange }) => [
      ...[ShardId, ParentShardId, AdjacentParentShardId].map((id) => id && Number(id.slice("shardId-".length))),
      SequenceNumberRange.EndingSequenceNumber === undefined ? "open" : "closed",
    ]);
    expect(parents.slice(4)).toEqual([
      [4, 1, undefined, "closed"],
      [5, 1, undefined, "closed"],
      [6, 0, 4, "open"],
      [7, 2, undefined, "closed"],
      [8, 2, undefined, "closed"],
      [9, 5, 7, "open"],
      [10, 8, 3, "open"],
    ]);
  });

  it("numbers each generation's records above its parents', however many are made in a second", () => {
    const { kinesis, stream } = kinesisWith({ shards: 1 }, { limits: false });
    for (const count of [7, 3, 8, 1, 16, 5, 2, 1]) scale(kinesis, count);
    const byId = new Map(stream.shards().map((shard) => [shard.shardId, shard]));
    expect(byId.size).toBeGreaterThan(60);
    for (const child of stream.shards()) {
      for (const id of child.parentShardIds) {
        const parent = byId.get(id);
        expect([parent?.closed, parent?.number]).toEqual([true, expect.any(Number)]);
        expect(BigInt(parent?.endingSequenceNumber ?? "0")).toBeLessThan(BigInt(child.sequenceNumbers.start));
      }
    }
    expect(readAll(stream).every(({ records }) => records.length === 0)).toBe(true);
  });

  it("scales to at most double, and not below half, of what is open", () => {
    const { kinesis } = kinesisWith({ shards: 5 });
    const refused = (message: string) => expect.objectContaining({ code: "LimitExceededException", message });
    expect(() => scale(kinesis, 11)).toThrow(
      refused(
        "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 5 " +
          "Target shard count: 11",
      ),
    );
    expect(() => scale(kinesis, 2)).toThrow(
      refused(
        "UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 5 " +
          "Target shard count: 2",
      ),
    );
    scale(kinesis, 10);
    scale(kinesis, 5);
    scale(kinesis, 3);
    expect(kinesis.stream("events").openShards()).toHaveLength(3);
  });

  it("scales a stream ten times in a rolling 24 hours, also to as many shards as it has", async () => {
    const { kinesis, clock } = kinesisWith({ shards: 2 });
    for (let times = 0; times < 10; times++) {
      scale(kinesis, 2 + (times % 2));
      await clock.advance(hour);
    }
    const refusal = expect.objectContaining({
      code: "LimitExceededException",
      message: "Rate exceeded for stream events under account 000000000000.",
    });
    expect(() => scale(kinesis, 3)).toThrow(refusal);
    await clock.advance(14 * hour - 1);
    expect(() => scale(kinesis, 3)).toThrow(refusal);
    await clock.advance(1);
    scale(kinesis, 3);
    expect(() => scale(kinesis, 3)).toThrow(refusal);
  });

  it("goes up to 10,000 shards, in the account's quota, with the shards that live for a moment", () => {
    const { kinesis } = kinesisWith({ shards: 6_000 }, { region: "us-east-1" });
    expect(() => scale(kinesis, 10_001)).toThrow("shards cannot be greater than 10000");
    const near = kinesisWith({ shards: 998 });
    const refusal = expect.objectContaining({
      code: "LimitExceededException",
      message: expect.stringContaining(
        "This request would exceed the shard limit for the account 000000000000 in ap-northeast-1. Current shard count " +
          "for the account: 998. Limit: 1000. Number of additional shards that would have resulted from this request: 3.",
      ),
    });
    expect(() => scale(near.kinesis, 1_000)).toThrow(refusal);
    expect(scale(near.kinesis, 999).TargetShardCount).toBe(999);
  });

  it("has no limits when these are off", () => {
    const { kinesis, stream } = kinesisWith({ shards: 1 }, { limits: false });
    for (let times = 0; times < 11; times++) scale(kinesis, times % 2 === 0 ? 1_500 : 1);
    expect(stream.openShards()).toHaveLength(1_500);
  });

  it("is for provisioned streams alone, and for their uniform scaling", () => {
    const { kinesis } = kinesisWith({ mode: "ON_DEMAND" });
    expect(() => scale(kinesis, 5)).toThrow(
      expect.objectContaining({
        code: "ValidationException",
        message: "Request is invalid. Stream events under account 000000000000 is in On-Demand mode.",
      }),
    );
    expect(() =>
      updateShardCount(kinesis, { StreamName: "events", TargetShardCount: 0, ScalingType: "other" }),
    ).toThrow(
      expect.objectContaining({
        code: "ValidationException",
        message:
          "2 validation errors detected: Value '0' at 'targetShardCount' failed to satisfy constraint: Member must have " +
          "value greater than or equal to 1; Value 'other' at 'scalingType' failed to satisfy constraint: Member must " +
          "satisfy enum value set: [UNIFORM_SCALING]",
      }),
    );
  });

  it("tells listeners once of all the shards that it makes", () => {
    const { stream } = kinesisWith({ shards: 4 });
    const seen: number[] = [];
    stream.onShardsChange(() => seen.push(stream.openShards().length));
    scaleUniformly(stream, 3);
    expect(seen).toEqual([3]);
  });
});
