import { VirtualClock } from "../clock";
import { Rates } from "./rates";

describe("rates", () => {
  let clock: VirtualClock;
  let rates: Rates;

  beforeEach(() => {
    clock = new VirtualClock();
    rates = new Rates(clock);
  });

  const ask = async (counts: readonly number[], key = "k") => {
    let rate: number | undefined;
    for (const count of counts) {
      rate = rates.perSecond(key, count);
      await clock.advance(1_000);
    }
    return rate;
  };

  it("are not known until a count was asked for over some seconds", async () => {
    expect(await ask([0])).toBeUndefined();
    expect(await ask([100])).toBeUndefined();
    expect(await ask([200])).toBe(100);
  });

  it("are those of the last ten seconds alone", async () => {
    await ask([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(await ask(Array.from({ length: 12 }, () => 5_000))).toBe(0);
  });

  it("begin anew when nobody asked for a while", async () => {
    await ask([0, 10, 20]);
    await clock.advance(60_000);
    expect(await ask([1_000_000])).toBeUndefined();
    expect(await ask([1_000_000, 1_000_010])).toBe(5);
  });

  it("tell counts apart by their keys, and a count that begins again from one that falls", async () => {
    expect(await ask([0, 1, 2], "one")).toBe(1);
    expect(await ask([100, 50, 0], "other")).toBe(0);
  });

  it("are between the moments at which it was counted, and not those at which it is asked for", async () => {
    const told = [0, 1_500, 3_000];
    let rate: number | undefined;
    for (let second = 0; second < 45; second++) {
      const at = Math.floor(second / 15);
      rate = rates.perSecond("k", told[at] ?? 0, 60_000, clock.now() - (second % 15) * 1_000);
      await clock.advance(1_000);
    }
    expect(rate).toBe(100);
  });

  it("may be asked for by two at a time", async () => {
    for (let second = 0; second < 5; second++) {
      expect(rates.perSecond("k", second)).toBe(rates.perSecond("k", second));
      await clock.advance(1_000);
    }
    expect(rates.perSecond("k", 5)).toBe(1);
  });
});
