import fc from "fast-check";
import { mergeShards } from "./actions/merge-shards";
import { putRecords } from "./actions/put-records";
import { splitShard } from "./actions/split-shard";
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
const wait = fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 400, 1_000, 5_000) });
const steps = fc.array(fc.oneof({ weight: 4, arbitrary: put }, split, merge, wait), { maxLength: 40 });

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

describe("a stream through puts, splits and merges", () => {
  it("gives each acknowledged record once, in the order of its shard, and of its key from parents to children", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const { kinesis, clock, stream } = kinesisWith({ mode: "PROVISIONED", shards: 2 });
        const acknowledged: Sent[] = [];
        let sent = 0;
        for (const step of todo) {
          if (step.kind === "put") {
            acknowledged.push(...putNumbered(kinesis, step.records, sent));
            sent += step.records.length;
          } else if (step.kind === "split") splitAt(kinesis, stream, step.at, step.percent);
          else if (step.kind === "merge") mergeAt(kinesis, stream, step.at);
          else await clock.advance(step.ms);
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

  it("covers the whole space of hash keys with open shards, each key once", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(split, merge), { maxLength: 30 }), (todo) => {
        const { kinesis, stream } = kinesisWith({ mode: "PROVISIONED", shards: 3 });
        for (const step of todo) {
          if (step.kind === "split") splitAt(kinesis, stream, step.at, step.percent);
          else mergeAt(kinesis, stream, step.at);
        }
        const open = openShards(stream);
        const starts = open.map(({ hashKeys }) => fromHashKey(hashKeys.start));
        const ends = open.map(({ hashKeys }) => fromHashKey(hashKeys.end));
        expect(starts).toEqual([0n, ...ends.slice(0, -1).map((end) => end + 1n)]);
        expect(ends.at(-1)).toBe(2n ** 128n - 1n);
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
