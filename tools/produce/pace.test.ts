import { sleep, VirtualClock } from "../../local/clock";
import { atRate, atRecordedTimes, type Pace } from "./pace";

function virtualPace() {
  const clock = new VirtualClock();
  const end = new AbortController();
  const time = {
    now: () => clock.now(),
    sleep: (delayMs: number, signal?: AbortSignal) => sleep(clock, delayMs, signal),
  };
  const pace: Pace = { time, signal: end.signal };
  return { clock, pace, end };
}

/** Reads to the end, noting when each item came, in milliseconds from now. */
function follow<T>(items: AsyncIterable<T>, clock: VirtualClock, whileReading?: (item: T) => Promise<void>) {
  const startMs = clock.now();
  const seen: { readonly item: T; readonly atMs: number }[] = [];
  const followed = { seen, ended: false };
  void (async () => {
    for await (const item of items) {
      seen.push({ item, atMs: clock.now() - startMs });
      await whileReading?.(item);
    }
    followed.ended = true;
  })();
  return followed;
}

function* endless() {
  for (let number = 0; ; number++) yield number;
}

test.each([0.5, 7, 333])("%d events a second are kept within 1 %% over a minute", async (rate) => {
  const { clock, pace } = virtualPace();
  const { seen } = follow(atRate(endless(), rate, pace), clock);
  await clock.advance(60_000 - 1);
  expect(Math.abs(seen.length - rate * 60)).toBeLessThanOrEqual(rate * 60 * 0.01);
});

test("a reader that takes its time does not lower the rate", async () => {
  const { clock, pace } = virtualPace();
  const { seen } = follow(atRate(endless(), 10, pace), clock, (item) => sleep(clock, item % 10 === 0 ? 500 : 0));
  await clock.advance(60_000 - 1);
  expect(Math.abs(seen.length - 600)).toBeLessThanOrEqual(6);
});

test("a stall of more than five seconds is not made up for", async () => {
  const { clock, pace } = virtualPace();
  const { seen } = follow(atRate(endless(), 10, pace), clock, (item) => sleep(clock, item === 0 ? 30_000 : 0));
  await clock.advance(60_000 - 1);
  expect(seen.length).toBeGreaterThan(295);
  expect(seen.length).toBeLessThan(305);
});

test("a duration gives exactly its events, and ends when it is over", async () => {
  const { clock, pace } = virtualPace();
  const followed = follow(atRate(endless(), 3, pace, 4), clock);
  await clock.advance(3_999);
  expect(followed.ended).toBe(false);
  await clock.advance(1);
  expect(followed).toMatchObject({ ended: true });
  expect(followed.seen).toHaveLength(12);
});

test("an interrupt ends the events at once, even between two that lie far apart", async () => {
  const { clock, pace, end } = virtualPace();
  const followed = follow(atRate(endless(), 0.01, pace), clock);
  await clock.advance(1_000);
  end.abort();
  await clock.advance(0);
  expect(followed).toMatchObject({ ended: true });
});

async function* recordedAt(...timesMs: number[]) {
  for (const timeMs of timesMs) yield { timeMs };
}

test("recorded times are kept, twice as fast at speed 2", async () => {
  const { clock, pace } = virtualPace();
  const { seen } = follow(atRecordedTimes(recordedAt(5_000, 6_000, 6_000, 9_000), 2, pace), clock);
  await clock.advance(10_000);
  expect(seen.map(({ atMs }) => atMs)).toEqual([0, 500, 500, 2_000]);
});

test("an item older than the one before it comes at once, in the file's order", async () => {
  const { clock, pace } = virtualPace();
  const { seen } = follow(atRecordedTimes(recordedAt(5_000, 9_000, 1_000, 10_000), 1, pace), clock);
  await clock.advance(10_000);
  expect(seen.map(({ atMs }) => atMs)).toEqual([0, 4_000, 4_000, 5_000]);
});

test("times that lie further apart than a timer can wait are waited for", async () => {
  const { clock, pace } = virtualPace();
  const dayMs = 24 * 3_600_000;
  const { seen } = follow(atRecordedTimes(recordedAt(0, 100 * dayMs), 1, pace), clock);
  await clock.advance(100 * dayMs - 1);
  expect(seen).toHaveLength(1);
  await clock.advance(1);
  expect(seen).toHaveLength(2);
});
