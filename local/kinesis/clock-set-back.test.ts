import { VirtualClock } from "../clock";
import { kinesisWith, putTexts, readAll, readFrom, splitInHalf } from "./kinesis-fixture";

const hourMs = 3_600_000;

/** An engine on a machine whose clock can be set back, as a time server does. */
function settable() {
  const virtual = new VirtualClock();
  let backMs = 0;
  const clock = {
    now: () => virtual.now() - backMs,
    schedule: (callback: () => void, delayMs: number) => virtual.schedule(callback, delayMs),
  };
  const setBack = (byMs: number) => {
    backMs += byMs;
  };
  return { ...kinesisWith({}, { clock }), virtual, setBack };
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

  it("says of no reader that it is ahead of the tip", () => {
    const { kinesis, setBack } = settable();
    putTexts(kinesis, Array(500).fill("x".repeat(1_000)));
    putTexts(kinesis, Array(500).fill("x".repeat(1_000)));
    setBack(hourMs);
    const start = { ShardIteratorType: "TRIM_HORIZON" };
    expect(readFrom(kinesis, start).MillisBehindLatest).toBe(0);
  });
});
