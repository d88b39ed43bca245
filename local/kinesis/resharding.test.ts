import fc from "fast-check";
import { AwsError } from "../aws-error";
import { mergeShards } from "./actions/merge-shards";
import { putRecords } from "./actions/put-records";
import { splitShard } from "./actions/split-shard";
import { updateShardCount } from "./actions/update-shard-count";
import { updateStreamMode } from "./actions/update-stream-mode";
import { fromHashKey } from "./hash-key";
import type { Kinesis } from "./kinesis";
import { kinesisWith } from "./kinesis-fixture";
import type { KinesisRecord, ShardReader } from "./reader";
import type { Stream } from "./stream";

const put = fc.record({
  kind: fc.constant("put" as const),
  records: fc.array(fc.record({ key: fc.integer({ min: 0, max: 9 }), bytes: fc.integer({ min: 0, max: 400_000 }) }), {
    minLength: 1,
    maxLength: 8,
  }),
});
const split = fc.record({
  kind: fc.constant("split" as const),
  at: fc.nat(9),
  percent: fc.integer({ min: 1, max: 99 }),
});
const merge = fc.record({ kind: fc.constant("merge" as const), at: fc.nat(9) });
const scale = fc.record({ kind: fc.constant("scale" as const), target: fc.integer({ min: 1, max: 9 }) });
const switchMode = fc.record({
  kind: fc.constant("switch" as const),
  to: fc.constantFrom("ON_DEMAND" as const, "PROVISIONED" as const),
});
const wait = fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 400, 1_000, 5_000) });
const reshard = fc.oneof(
  { weight: 3, arbitrary: split },
  { weight: 3, arbitrary: merge },
  { weight: 2, arbitrary: scale },
  switchMode,
);
type Reshard = typeof reshard extends fc.Arbitrary<infer Value> ? Value : never;
const steps = fc.array(fc.oneof({ weight: 4, arbitrary: put }, { weight: 3, arbitrary: reshard }, wait), {
  maxLength: 40,
});
/** How long a change takes: none, or so long that others come while it is under way. */
const transitions = fc.constantFrom(0, 700);

/** A record that was acknowledged: its key, and its number among all that were sent. */
interface Sent {
  readonly key: string;
  readonly number: string;
}

/** Puts records numbered from `first` on; gives back those that were acknowledged. */
function putNumbered(kinesis: Kinesis, records: readonly { key: number; bytes: number }[], first: number): Sent[] {
  const Records = records.map(({ key, bytes }, position) => ({
    PartitionKey: `key-${key}`,
    Data: Buffer.from(`${first + position} ${"x".repeat(bytes)}`).toString("base64"),
  }));
  const entries = putRecords(kinesis, { StreamName: "events", Records }).Records;
  return Records.map(({ PartitionKey: key }, position) => ({ key, number: String(first + position) })).filter(
    (_, position) => "SequenceNumber" in (entries[position] ?? {}),
  );
}

function openShards(stream: Stream) {
  const open = stream.shards().filter(({ closed }) => !closed);
  return open.sort((one, other) => (one.hashKeys.start < other.hashKeys.start ? -1 : 1));
}

/** Takes a step, if AWS would: while another is under way, beyond a limit or on demand it refuses. */
function tryReshard(kinesis: Kinesis, stream: Stream, step: Reshard): void {
  const takeStep = () => {
    switch (step.kind) {
      case "split":
        return splitAt(kinesis, stream, step.at, step.percent);
      case "merge":
        return mergeAt(kinesis, stream, step.at);
      case "scale": {
        const request = { TargetShardCount: step.target, ScalingType: "UNIFORM_SCALING" };
        return updateShardCount(kinesis, { StreamName: "events", ...request });
      }
      case "switch":
        return updateStreamMode(kinesis, { StreamARN: stream.arn, StreamModeDetails: { StreamMode: step.to } });
    }
  };
  try {
    takeStep();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const refusals = ["ResourceInUseException", "LimitExceededException", "ValidationException"];
    expect(refusals).toContain(error.code);
  }
}

/** Holds the open shards to the whole space of hash keys, each key once. */
function expectCoverage(stream: Stream): void {
  const open = openShards(stream);
  const starts = open.map(({ hashKeys }) => fromHashKey(hashKeys.start));
  const ends = open.map(({ hashKeys }) => fromHashKey(hashKeys.end));
  expect(starts).toEqual([0n, ...ends.slice(0, -1).map((end) => end + 1n)]);
  expect(ends.at(-1)).toBe(2n ** 128n - 1n);
  expect(stream.openShards()).toEqual(open);
}

/** Splits one of the open shards at a share of its hash keys, if it is wide enough. */
function splitAt(kinesis: Kinesis, stream: Stream, at: number, percent: number): void {
  const open = openShards(stream);
  const shard = open[at % open.length];
  const start = fromHashKey(shard?.hashKeys.start ?? "0");
  const width = fromHashKey(shard?.hashKeys.end ?? "0") - start;
  if (width < 1_000n) return;
  const NewStartingHashKey = String(start + (width * BigInt(percent)) / 100n);
  splitShard(kinesis, { StreamName: "events", ShardToSplit: shard?.shardId, NewStartingHashKey });
}

/** Merges one of the open shards with its upper neighbour, if it has one. */
function mergeAt(kinesis: Kinesis, stream: Stream, at: number): void {
  const open = openShards(stream);
  const [lower, upper] = open.slice(at % open.length);
  if (!lower || !upper) return;
  const pair = { ShardToMerge: lower.shardId, AdjacentShardToMerge: upper.shardId };
  mergeShards(kinesis, { StreamName: "events", ...pair });
}

/** All records, as a consumer reads them that drains a shard's parents before the shard itself. */
function drain(shards: readonly ShardReader[]): KinesisRecord[] {
  const drained = new Map<string, readonly KinesisRecord[]>();
  while (drained.size < shards.length) {
    const ready = shards.find(
      ({ shardId, parentShardIds }) => !drained.has(shardId) && parentShardIds.every((parent) => drained.has(parent)),
    );
    if (!ready) throw new Error("shards are each other's parents");
    drained.set(ready.shardId, ready.read(0, Infinity, Infinity));
  }
  return [...drained.values()].flat();
}

/** The numbers in their order, by key. */
function byKey(records: readonly Sent[]): Record<string, string[]> {
  const numbers: Record<string, string[]> = {};
  for (const { key, number } of records) {
    numbers[key] ??= [];
    numbers[key].push(number);
  }
  return numbers;
}

describe("a stream through puts, splits, merges, scalings and mode switches", () => {
  it("gives each acknowledged record once, in the order of its shard, and of its key from parents to children", async () => {
    await fc.assert(
      fc.asyncProperty(steps, transitions, async (todo, transitionMs) => {
        const { kinesis, clock, stream } = kinesisWith({ mode: "PROVISIONED", shards: 2 }, { transitionMs });
        stream.settle();
        const acknowledged: Sent[] = [];
        let sent = 0;
        for (const step of todo) {
          if (step.kind === "put") {
            acknowledged.push(...putNumbered(kinesis, step.records, sent));
            sent += step.records.length;
          } else if (step.kind === "wait") await clock.advance(step.ms);
          else tryReshard(kinesis, stream, step);
        }

        const read = drain(stream.shards());
        const numbered = read.map(({ partitionKey, data }) => ({
          key: partitionKey,
          number: Buffer.from(data.slice(0, 24), "base64").toString("utf8").split(" ")[0] ?? "",
        }));
        expect(byKey(numbered)).toEqual(byKey(acknowledged));
        expect(stream.recordCount).toBe(acknowledged.length);
        for (const key of new Set(read.map(({ partitionKey }) => partitionKey))) {
          const sequence = read.filter((each) => each.partitionKey === key).map((each) => each.sequenceNumber);
          expect(sequence).toEqual([...new Set(sequence)].sort());
        }
        for (const shard of stream.shards()) {
          const sequence = shard.read(0, Infinity, Infinity).map(({ sequenceNumber }) => sequenceNumber);
          const { start } = shard.sequenceNumbers;
          const bounds = [start, ...sequence, ...(shard.endingSequenceNumber ? [shard.endingSequenceNumber] : [])];
          expect(bounds).toEqual([...new Set(bounds)].sort());
        }
      }),
    );
  });

  it("covers the whole space of hash keys with open shards, each key once", async () => {
    const todos = fc.array(fc.oneof({ weight: 3, arbitrary: reshard }, wait), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(todos, transitions, fc.boolean(), async (todo, transitionMs, limits) => {
        const { kinesis, clock, stream } = kinesisWith({ mode: "PROVISIONED", shards: 3 }, { transitionMs, limits });
        stream.settle();
        for (const step of todo) {
          if (step.kind === "wait") await clock.advance(step.ms);
          else tryReshard(kinesis, stream, step);
          expectCoverage(stream);
        }
      }),
    );
  });

  it("opens no shard before its parents have closed, whose numbers all lie below its own", async () => {
    const todos = fc.array(fc.oneof({ weight: 3, arbitrary: reshard }, wait), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(todos, transitions, async (todo, transitionMs) => {
        const { kinesis, clock, stream } = kinesisWith(
          { mode: "PROVISIONED", shards: 3 },
          { transitionMs, limits: false },
        );
        stream.settle();
        for (const step of todo) {
          if (step.kind === "wait") await clock.advance(step.ms);
          else tryReshard(kinesis, stream, step);
        }
        const byId = new Map(stream.shards().map((shard) => [shard.shardId, shard]));
        for (const child of stream.shards()) {
          for (const parent of child.parentShardIds.map((id) => byId.get(id))) {
            expect(parent?.closedMs).toBe(child.createdMs);
            expect(BigInt(parent?.endingSequenceNumber ?? 0)).toBeLessThan(BigInt(child.sequenceNumbers.start));
          }
        }
      }),
    );
  });

  it("tells listeners that a shard closed and others opened", () => {
    const { kinesis, stream } = kinesisWith();
    const seen: string[] = [];
    const [shard] = stream.shards();
    shard?.onChange(() => seen.push(`closed ${shard.closed}`));
    stream.onShardsChange(() => seen.push(`${stream.shards().length} shards`));
    splitShard(kinesis, { StreamName: "events", ShardToSplit: shard?.shardId, NewStartingHashKey: "1000" });
    expect(seen).toEqual(["closed true", "3 shards"]);
  });
});

describe("SplitShard and MergeShards", () => {
  const top = 2n ** 128n - 1n;
  const splitFirst = (NewStartingHashKey: string, ShardToSplit = "shardId-000000000000") => ({
    StreamName: "events",
    ShardToSplit,
    NewStartingHashKey,
  });
  const mergeBoth = (lower: number, upper: number) => ({
    StreamName: "events",
    ShardToMerge: `shardId-00000000000${lower}`,
    AdjacentShardToMerge: `shardId-00000000000${upper}`,
  });

  it.each(["0", "1", top.toString()])("does not split at %s, an end of the shard", (at) => {
    const { kinesis } = kinesisWith();
    expect(() => splitShard(kinesis, splitFirst(at))).toThrow(
      expect.objectContaining({
        code: "InvalidArgumentException",
        message:
          `NewStartingHashKey ${at} used in SplitShard() on shard shardId-000000000000 in stream events under account ` +
          "000000000000 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's " +
          `EndingHashKey ${top}.`,
      }),
    );
  });

  it("does not split or merge a closed shard again", () => {
    const { kinesis } = kinesisWith();
    splitShard(kinesis, splitFirst("1000"));
    const refusal = expect.objectContaining({
      code: "ResourceInUseException",
      message: expect.stringContaining("has already been merged or split"),
    });
    expect(() => splitShard(kinesis, splitFirst("500"))).toThrow(refusal);
    expect(() => mergeShards(kinesis, mergeBoth(0, 1))).toThrow(refusal);
  });

  it("merges neighbours only, the lower one first", () => {
    const { kinesis } = kinesisWith({ mode: "PROVISIONED", shards: 3 });
    for (const pair of [mergeBoth(0, 2), mergeBoth(1, 0), mergeBoth(1, 1)]) {
      expect(() => mergeShards(kinesis, pair)).toThrow("are not an adjacent pair of shards eligible for merging");
    }
    expect(() => mergeShards(kinesis, mergeBoth(0, 9))).toThrow(
      "Could not find shard shardId-000000000009 in stream events under account 000000000000.",
    );
  });

  it("leaves an on-demand stream's shards to AWS", () => {
    const { kinesis } = kinesisWith({ mode: "ON_DEMAND" });
    expect(() => splitShard(kinesis, splitFirst("1000"))).toThrow(
      expect.objectContaining({ code: "ValidationException" }),
    );
  });
});
