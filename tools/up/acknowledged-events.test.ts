import fc from "fast-check";
import { AcknowledgedEvents } from "./acknowledged-events";

describe("the acknowledged events of a run", () => {
  it("are missing until each is seen, however often either is said", () => {
    const numbers = fc.array(fc.nat({ max: 20_000 }));
    fc.assert(
      fc.property(numbers, numbers, (acknowledged, seen) => {
        const events = new AcknowledgedEvents("run");
        for (const number of acknowledged) events.acknowledge(`run-${number}`);
        for (const number of seen) events.see(`run-${number}`);
        expect(events.missing).toBe([...new Set(acknowledged)].filter((number) => !seen.includes(number)).length);
      }),
    );
  });

  it("are not touched by events of another run or of none", () => {
    const events = new AcknowledgedEvents("run");
    events.acknowledge("run-7");
    for (const id of ["other-7", "run-", "run-x", "7", undefined]) events.see(id);
    expect(events.missing).toBe(1);
  });

  it("are looked for in a second place on their own", () => {
    const events = new AcknowledgedEvents("run");
    for (const number of [1, 2]) events.acknowledge(`run-${number}`);
    const elsewhere = events.copy();
    events.see("run-1");
    elsewhere.see("run-1");
    elsewhere.see("run-2");
    expect([events.missing, elsewhere.missing]).toEqual([1, 0]);
  });

  it("refuse to acknowledge an id that is not the run's", () => {
    expect(() => new AcknowledgedEvents("run").acknowledge("other-1")).toThrow('event id "other-1" is not of this run');
  });
});
