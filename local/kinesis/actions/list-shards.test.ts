import { kinesisWith, mergeLowest, splitInHalf } from "../kinesis-fixture";
import { deleteStream } from "./delete-stream";
import { listShards } from "./list-shards";

const StreamName = "events";
const hour = 3_600_000;
const minute = 60_000;

function invalid(message: string) {
  return expect.objectContaining({ code: "InvalidArgumentException", message });
}

/** Numbers of the shards that ListShards lists with a filter. */
function numbers(kinesis: ReturnType<typeof kinesisWith>["kinesis"], ShardFilter: object): number[] {
  const { Shards } = listShards(kinesis, { StreamName, ShardFilter });
  return Shards.map(({ ShardId }) => Number(ShardId.slice("shardId-".length)));
}

/** Shards 0 and 1 from the start, 2 and 3 in the place of 0 after an hour, 4 in that of 2 and 3 after another. */
async function resharded(retentionHours = 24) {
  const running = kinesisWith({ shards: 2, retentionHours });
  const startMs = running.clock.now();
  await running.clock.advance(hour);
  splitInHalf(running.kinesis, running.stream, 0);
  await running.clock.advance(hour);
  mergeLowest(running.kinesis, running.stream);
  await running.clock.advance(hour);
  const at = (ms: number) => ({ Timestamp: (startMs + ms) / 1000 });
  return { ...running, at };
}

describe("ListShards' filter", () => {
  it("AT_LATEST lists what is open, FROM_TRIM_HORIZON and none all that retention keeps", async () => {
    const { kinesis } = await resharded();
    expect(numbers(kinesis, { Type: "AT_LATEST" })).toEqual([1, 4]);
    expect(numbers(kinesis, { Type: "FROM_TRIM_HORIZON" })).toEqual([0, 1, 2, 3, 4]);
    expect(listShards(kinesis, { StreamName }).Shards).toHaveLength(5);
  });

  it("AT_TRIM_HORIZON lists what was open then: the stream's first shards, until retention has passed over them", async () => {
    const { kinesis, clock } = await resharded();
    expect(numbers(kinesis, { Type: "AT_TRIM_HORIZON" })).toEqual([0, 1]);
    await clock.advance(22 * hour);
    expect(numbers(kinesis, { Type: "AT_TRIM_HORIZON" })).toEqual([1, 2, 3]);
    await clock.advance(hour);
    expect(numbers(kinesis, { Type: "AT_TRIM_HORIZON" })).toEqual([1, 4]);
  });

  it("AT_TIMESTAMP lists what was open then, with what closed or opened at that very moment", async () => {
    const { kinesis, at } = await resharded();
    const atTime = (ms: number) => numbers(kinesis, { Type: "AT_TIMESTAMP", ...at(ms) });
    expect(atTime(hour - 1)).toEqual([0, 1]);
    expect(atTime(hour)).toEqual([0, 1, 2, 3]);
    expect(atTime(hour + 1)).toEqual([1, 2, 3]);
    expect(atTime(2 * hour + 1)).toEqual([1, 4]);
  });

  it("lists what closed or opened at the trim horizon by AT_TIMESTAMP, and each hash key once by AT_TRIM_HORIZON", async () => {
    const { kinesis, clock, stream, at } = await resharded();
    await clock.advance(22 * hour);
    expect(stream.trimHorizonMs / 1000).toBe(at(hour).Timestamp);
    const filters = [
      { Type: "AT_TIMESTAMP", ...at(hour) },
      { Type: "AT_TIMESTAMP", ...at(hour - 1) },
    ];
    expect(filters.map((filter) => numbers(kinesis, filter))).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3],
    ]);
    expect(numbers(kinesis, { Type: "AT_TRIM_HORIZON" })).toEqual([1, 2, 3]);
    expect(numbers(kinesis, { Type: "FROM_TIMESTAMP", ...at(0) })).toEqual([0, 1, 2, 3, 4]);
    await clock.advance(1);
    expect(numbers(kinesis, { Type: "FROM_TIMESTAMP", ...at(0) })).toEqual([1, 2, 3, 4]);
  });

  it("AT_TIMESTAMP of a time before the stream lists its first shards", async () => {
    const { kinesis, at } = await resharded();
    expect(numbers(kinesis, { Type: "AT_TIMESTAMP", ...at(-hour) })).toEqual([0, 1]);
  });

  it("FROM_TIMESTAMP lists what was open then or later", async () => {
    const { kinesis, at } = await resharded();
    const fromTime = (ms: number) => numbers(kinesis, { Type: "FROM_TIMESTAMP", ...at(ms) });
    expect(fromTime(-hour)).toEqual([0, 1, 2, 3, 4]);
    expect(fromTime(hour)).toEqual([0, 1, 2, 3, 4]);
    expect(fromTime(hour + 1)).toEqual([1, 2, 3, 4]);
    expect(fromTime(2 * hour + 1)).toEqual([1, 4]);
  });

  it("AFTER_SHARD_ID lists what comes after a shard, as ExclusiveStartShardId does", async () => {
    const { kinesis } = await resharded();
    const ShardId = "shardId-000000000002";
    expect(numbers(kinesis, { Type: "AFTER_SHARD_ID", ShardId })).toEqual([3, 4]);
    expect(listShards(kinesis, { StreamName, ExclusiveStartShardId: ShardId }).Shards).toHaveLength(2);
  });

  it.each([
    [{ Type: "AFTER_SHARD_ID" }, "ShardId must be provided with ShardFilter type AFTER_SHARD_ID."],
    [{ Type: "AT_TIMESTAMP" }, "Timestamp must be provided with ShardFilter type AT_TIMESTAMP."],
    [{ Type: "FROM_TIMESTAMP" }, "Timestamp must be provided with ShardFilter type FROM_TIMESTAMP."],
    [{ Type: "AT_LATEST", ShardId: "shardId-0" }, "ShardId must not be provided with ShardFilter type AT_LATEST."],
    [
      { Type: "AT_TRIM_HORIZON", Timestamp: 1 },
      "Timestamp must not be provided with ShardFilter type AT_TRIM_HORIZON.",
    ],
  ])("%j is refused", (ShardFilter, message) => {
    const { kinesis } = kinesisWith();
    expect(() => listShards(kinesis, { StreamName, ShardFilter })).toThrow(invalid(message));
  });
});

describe("ListShards' pages", () => {
  it("are of 1,000 shards at most, whatever is asked for", () => {
    const { kinesis, stream } = kinesisWith({ shards: 999 });
    splitInHalf(kinesis, stream, 0);
    const first = listShards(kinesis, { StreamName, MaxResults: 10_000 });
    expect(first.Shards).toHaveLength(1_000);
    const { Shards, NextToken } = listShards(kinesis, { NextToken: first.NextToken });
    expect([Shards.map(({ ShardId }) => ShardId), NextToken]).toEqual([["shardId-000000001000"], undefined]);
  });

  it("remember the filter that they began with", async () => {
    const { kinesis } = await resharded();
    const first = listShards(kinesis, { StreamName, ShardFilter: { Type: "AT_LATEST" }, MaxResults: 1 });
    const second = listShards(kinesis, { NextToken: first.NextToken, MaxResults: 9 });
    expect([...first.Shards, ...second.Shards].map(({ ShardId }) => ShardId)).toEqual([
      "shardId-000000000001",
      "shardId-000000000004",
    ]);
  });

  it.each([
    { StreamName },
    { ExclusiveStartShardId: "shardId-000000000000" },
    { StreamCreationTimestamp: 1 },
    { ShardFilter: { Type: "AT_LATEST" } },
  ])("are not asked for by a token and %j", (member) => {
    const { kinesis } = kinesisWith({ shards: 2 });
    const { NextToken } = listShards(kinesis, { StreamName, MaxResults: 1 });
    const [name] = Object.keys(member);
    expect(() => listShards(kinesis, { NextToken, ...member })).toThrow(
      invalid(`NextToken and ${name} cannot be provided together.`),
    );
  });

  it("are asked for by a token alone, or with the same stream's ARN", () => {
    const { kinesis, stream } = kinesisWith({ shards: 2 });
    const { NextToken } = listShards(kinesis, { StreamARN: stream.arn, MaxResults: 1 });
    expect(listShards(kinesis, { NextToken, StreamARN: stream.arn }).Shards).toHaveLength(1);
    expect(() => listShards(kinesis, { NextToken, StreamARN: `${stream.arn}-2` })).toThrow(
      invalid("Invalid NextToken."),
    );
  });

  it("can be asked for during five minutes", async () => {
    const { kinesis, clock } = kinesisWith({ shards: 2 });
    const { NextToken } = listShards(kinesis, { StreamName, MaxResults: 1 });
    await clock.advance(5 * minute);
    expect(listShards(kinesis, { NextToken }).Shards).toHaveLength(1);
    await clock.advance(1);
    expect(() => listShards(kinesis, { NextToken })).toThrow(
      expect.objectContaining({ code: "ExpiredNextTokenException" }),
    );
  });

  it("are not those of a stream of the same name that was deleted since", () => {
    const { kinesis } = kinesisWith({ shards: 2 });
    const { NextToken } = listShards(kinesis, { StreamName, MaxResults: 1 });
    deleteStream(kinesis, { StreamName });
    kinesis.createStream({ name: StreamName, mode: "PROVISIONED", shards: 2 });
    expect(() => listShards(kinesis, { NextToken })).toThrow(invalid("Invalid NextToken."));
  });
});

describe("ListShards", () => {
  it("takes a stream's name, its ARN or both, and its reserved id", () => {
    const { kinesis, stream } = kinesisWith();
    const StreamId = "abcdefghij0123456789-abc";
    for (const named of [{ StreamName }, { StreamARN: stream.arn }, { StreamName, StreamARN: stream.arn, StreamId }]) {
      expect(listShards(kinesis, named).Shards).toHaveLength(1);
    }
    expect(() => listShards(kinesis, {})).toThrow(invalid("Either StreamName or StreamARN must be provided."));
    expect(() => listShards(kinesis, { StreamName, StreamId: "short" })).toThrow(
      "Value 'short' at 'streamId' failed to satisfy constraint",
    );
  });

  it("takes the time of creation, which tells a stream from another of its name", () => {
    const { kinesis, stream } = kinesisWith();
    const created = stream.createdMs / 1000;
    expect(listShards(kinesis, { StreamName, StreamCreationTimestamp: created + 0.4 }).Shards).toHaveLength(1);
    expect(() => listShards(kinesis, { StreamName, StreamCreationTimestamp: created - 60 })).toThrow(
      "Stream events under account 000000000000 not found.",
    );
  });
});
