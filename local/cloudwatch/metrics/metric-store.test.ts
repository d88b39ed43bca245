import fc from "fast-check";
import { VirtualClock } from "../../clock";
import { percentileError } from "./log-scale";
import { MetricStore } from "./metric-store";
import { type Observation, observed } from "./observation";
import type { Statistic } from "./statistic";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const metric = { namespace: "app", name: "Latency", dimensions: { Shard: "0" } };

interface Seen {
  readonly atMs: number;
  readonly value: number;
  readonly count: number;
}

/** A store that saw these values, at times after its clock's. */
function storeOf(seen: readonly Seen[], isHighResolution = false) {
  const clock = new VirtualClock();
  const store = new MetricStore(clock);
  const write = store.writer(metric, "None");
  for (const { atMs, value, count } of seen) write(clock.now() + atMs, observed(value, count), isHighResolution);
  return { clock, store, startMs: clock.now() };
}

function read(store: MetricStore, startMs: number, endMs: number, periodMs: number, statistic: Statistic): number[] {
  const [series] = store.seriesOf(metric);
  return series ? [...series.read({ startMs, endMs }, periodMs, statistic)] : [];
}

const seenIn = (rangeMs: number, values: fc.Arbitrary<number>) =>
  fc.array(fc.record({ atMs: fc.nat(rangeMs - 1), value: values, count: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 80,
  });

/** What a list of all values says of a period; NaN when it holds none. */
function ofList(values: readonly number[], statistic: Statistic): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((one, other) => one - other);
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case "SampleCount":
      return values.length;
    case "Sum":
      return sum;
    case "Average":
      return sum / values.length;
    case "Minimum":
      return sorted[0] ?? Number.NaN;
    case "Maximum":
      return sorted.at(-1) ?? Number.NaN;
    default:
      return sorted[Math.max(0, Math.ceil((statistic.percentile / 100) * values.length) - 1)] ?? Number.NaN;
  }
}

/** All values of each period of a range. */
function periodsOf(seen: readonly Seen[], fromMs: number, toMs: number, periodMs: number): number[][] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / periodMs) }, (_, index) =>
    seen
      .filter(({ atMs }) => Math.floor((atMs - fromMs) / periodMs) === index)
      .flatMap(({ value, count }) => Array.from({ length: count }, () => value)),
  );
}

describe("the store of metrics", () => {
  it.each(["SampleCount", "Sum", "Average", "Minimum", "Maximum"] as const)(
    "gives the %s of each period as a list of all values does, whatever the range and period",
    (statistic) => {
      const minutes = fc.integer({ min: 1, max: 200 });
      const whole = fc.integer({ min: -1_000, max: 1_000 });
      fc.assert(
        fc.property(seenIn(3 * hourMs, whole), fc.nat(180), minutes, minutes, (seen, from, length, period) => {
          const { store, startMs } = storeOf(seen);
          const [fromMs, toMs] = [from * minuteMs, (from + length) * minuteMs];
          const values = read(store, startMs + fromMs, startMs + toMs, period * minuteMs, statistic);
          const expected = periodsOf(seen, fromMs, toMs, period * minuteMs).map((list) => ofList(list, statistic));
          expect(values).toEqual(expected);
        }),
      );
    },
  );

  it("gives percentiles that are as close to a list's as it states", () => {
    const positive = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e9, noNaN: true }));
    const percentiles = fc.oneof(
      fc.constantFrom(0, 50, 90, 99, 99.9, 100),
      fc.double({ min: 0, max: 100, noNaN: true }),
    );
    fc.assert(
      fc.property(
        seenIn(2 * hourMs, positive),
        percentiles,
        fc.integer({ min: 1, max: 120 }),
        (seen, percentile, minutes) => {
          const { store, startMs } = storeOf(seen);
          const values = read(store, startMs, startMs + 2 * hourMs, minutes * minuteMs, { percentile });
          const lists = periodsOf(seen, 0, 2 * hourMs, minutes * minuteMs);
          for (const [index, list] of lists.entries()) {
            const expected = ofList(list, { percentile });
            const value = values[index] ?? 0;
            if (Number.isNaN(expected)) expect(value).toBeNaN();
            else expect(Math.abs(value - expected)).toBeLessThanOrEqual(expected * percentileError * 1.000_001);
          }
        },
      ),
    );
  });

  it("has no percentile of values below zero, nor of a statistic set of several values, as AWS has none", () => {
    const { store, startMs } = storeOf([{ atMs: 0, value: -1, count: 1 }]);
    const write = store.writer(metric, "None");
    const set: Observation = { count: 3, sum: 6, minimum: 1, maximum: 3 };
    write(startMs + minuteMs, set, false);
    write(startMs + 2 * minuteMs, { count: 3, sum: 6, minimum: 2, maximum: 2 }, false);
    const p50 = read(store, startMs, startMs + 3 * minuteMs, minuteMs, { percentile: 50 });
    expect(p50).toEqual([Number.NaN, Number.NaN, 2]);
    expect(read(store, startMs, startMs + 3 * minuteMs, minuteMs, "Sum")).toEqual([-1, 6, 6]);
  });

  it("keeps seconds only of high-resolution values, which are in the minutes, too", () => {
    const seen = [0, 1_000, 1_500, 59_000].map((atMs) => ({ atMs, value: 1, count: 1 }));
    const high = storeOf(seen, true);
    expect(read(high.store, high.startMs, high.startMs + 3_000, 1_000, "Sum")).toEqual([1, 2, Number.NaN]);
    expect(read(high.store, high.startMs, high.startMs + minuteMs, minuteMs, "Sum")).toEqual([4]);
    const standard = storeOf(seen);
    expect(read(standard.store, standard.startMs, standard.startMs + 2_000, 1_000, "Sum")).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("tells metrics apart by namespace, name, all dimensions, and unit", () => {
    const { store, startMs } = storeOf([]);
    const at = observed(1);
    store.writer({ ...metric, dimensions: { A: "1", B: "2" } }, "Count")(startMs, at, false);
    store.writer({ ...metric, dimensions: { B: "2", A: "1" } }, "Bytes")(startMs, at, false);
    store.writer({ ...metric, dimensions: { A: "1" } }, "Count")(startMs, at, false);
    const units = (dimensions: Record<string, string>) =>
      store.seriesOf({ ...metric, dimensions }).map((series) => series.unit);
    expect([units({ B: "2", A: "1" }), units({ A: "1" }), units({ B: "2" }), units({})]).toEqual([
      ["Bytes", "Count"],
      ["Count"],
      [],
      [],
    ]);
  });

  it("forgets a value a day after it came, and then the metric", async () => {
    const { clock, store, startMs } = storeOf([{ atMs: 0, value: 1, count: 1 }]);
    const other = store.writer({ ...metric, name: "Other" }, "None");
    await clock.advance(24 * hourMs - minuteMs);
    other(clock.now(), observed(1), false);
    expect(read(store, startMs, startMs + minuteMs, minuteMs, "Sum")).toEqual([1]);
    await clock.advance(2 * hourMs);
    other(clock.now(), observed(1), false);
    expect(store.list().map((listed) => listed.metric.name)).toEqual(["Other"]);
  });

  it("counts values that come in any order as one", () => {
    const values = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, (list) => {
        // Two minutes in turns: the histogram of each is put together again.
        const { store, startMs } = storeOf(
          list.map((value, index) => ({ atMs: (index % 2) * minuteMs, value, count: 1 })),
        );
        const p50 = read(store, startMs, startMs + 2 * minuteMs, 2 * minuteMs, { percentile: 50 })[0] ?? 0;
        const expected = ofList(list, { percentile: 50 });
        expect(Math.abs(p50 - expected)).toBeLessThanOrEqual(expected * percentileError * 1.000_001);
      }),
    );
  });
});
