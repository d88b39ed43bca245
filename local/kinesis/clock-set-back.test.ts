import { VirtualClock } from "../clock";
import { getRecords } from "./actions/get-records";
import { getShardIterator } from "./actions/get-shard-iterator";
import { registered, subscribed } from "./fan-out/subscriber-fixture";
import type { StreamSettings } from "./kinesis";
import { kinesisWith, putTexts, readAll, splitInHalf } from "./kinesis-fixture";

const hourMs = 3_600_000;

/** An engine on a machine whose clock can be set back, as a time server does. */
function settable(settings: Partial<StreamSettings> = {}) {
  const virtual = new VirtualClock();
  let backMs = 0;
  const clock = {
    now: () => virtual.now() - backMs,
    schedule: (callback: () => void, delayMs: number) => virtual.schedule(callback, delayMs),
  };
  const setBack = (byMs: number) => {
    backMs += byMs;
  };
  return { ...kinesisWith(settings, { clock }), virtual, setBack };
}

describe("a clock that is set back", () => {
  it("lets no record arrive before the one that it follows", () => {
    const { kinesis, stream, setBack } = settable();
    const [before = ""] = putTexts(kinesis, ["before"]);
    setBack(hourMs);
    const [after = ""] = putTexts(kinesis, ["after"]);
    const [first, second] = readAll(stream)[0]?.records ?? [];
    expect(after > before).toBe(true);
    expect(second?.arrivalMs).toBe(first?.arrivalMs);
  });

  it("closes no shard before its last record, so that retention keeps both as long", async () => {
    const { kinesis, stream, virtual, setBack } = settable();
    putTexts(kinesis, ["text"]);
    setBack(hourMs);
    splitInHalf(kinesis, stream, 0);
    await virtual.advance(24 * hourMs + 1);
    expect(readAll(stream)[0]?.records).toHaveLength(1);
    await virtual.advance(hourMs);
    expect(stream.shards()).toHaveLength(2);
  });

  it("leaves nobody waiting for a rate until it has caught up", async () => {
    const { kinesis, virtual, setBack } = settable();
    const put = () => putTexts(kinesis, Array(500).fill("text"));
    put();
    put();
    setBack(hourMs);
    expect(put).toThrow("Rate exceeded");
    await virtual.advance(1_000);
    expect(put).not.toThrow();
  });

  it("lets a consumer subscribe anew, which is sent events as ever", async () => {
    const { kinesis, virtual, setBack } = settable();
    const ConsumerARN = registered(kinesis);
    await virtual.advance(2 * hourMs);
    const first = subscribed(kinesis, ConsumerARN, { Type: "LATEST" });
    for (let request = 0; request < 6; request++) putTexts(kinesis, ["x".repeat(150_000)]);
    await virtual.advance(1_000);
    for (let request = 0; request < 6; request++) putTexts(kinesis, ["x".repeat(150_000)]);
    setBack(hourMs);
    await virtual.advance(5_000);
    expect(first.events.at(-1)?.Records).toEqual([]);
    expect(() => subscribed(kinesis, ConsumerARN)).toThrow("Rate exceeded");
    await virtual.advance(1_000);
    const second = subscribed(kinesis, ConsumerARN);
    await virtual.advance(0);
    expect(first.state).toMatch("ResourceInUseException");
    expect(second.events.map(({ Records, MillisBehindLatest }) => [Records.length, MillisBehindLatest])).toEqual([
      [6, 0],
      [6, 0],
    ]);
  });

  it("does not make an hour's traffic that of a minute, which would split shards", async () => {
    const { kinesis, stream, virtual, setBack } = settable({ mode: "ON_DEMAND" });
    const minute = async () => {
      for (let request = 0; request < 10; request++) putTexts(kinesis, Array(90).fill("text"));
      await virtual.advance(60_000);
    };
    putTexts(kinesis, ["first"]);
    setBack(hourMs);
    for (let minutes = 0; minutes < 62; minutes++) await minute();
    expect(stream.openShards()).toHaveLength(4);
  });

  it("says of no reader that it is ahead of the tip", () => {
    const { kinesis, setBack } = settable();
    putTexts(kinesis, ["a", "b"]);
    setBack(hourMs);
    const start = { StreamName: "events", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" };
    const { ShardIterator } = getShardIterator(kinesis, start);
    expect(getRecords(kinesis, { ShardIterator, Limit: 1 }).MillisBehindLatest).toBe(0);
  });
});
