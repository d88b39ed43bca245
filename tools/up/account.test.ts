import fc from "fast-check";
import { type Books, drawUp, isAnyLost } from "./account";
import { describeAccount } from "./summary";

const count = fc.nat({ max: 1_000 });
const books: fc.Arbitrary<Books> = fc.record({
  counts: fc.record({
    sent: count,
    processed: count,
    failedDestination: count,
    filtered: count,
    expired: count,
    stillReadable: count,
    pending: count,
    skipped: count,
    failures: count,
    lagMs: count,
  }),
  quarantined: count,
  tableItems: count,
  missing: count,
  seconds: count,
});

describe("the account", () => {
  it("adds up: every record that was sent stands in one place, and what stands in none is lost", () => {
    fc.assert(
      fc.property(books, (kept) => {
        const { sent, processed, quarantined, failedDestination, filtered, expired, stillReadable, lost } =
          drawUp(kept);
        expect(processed + quarantined + failedDestination + filtered + expired + stillReadable + lost).toBe(sent);
      }),
    );
  });

  const healthy = {
    sent: 10,
    processed: 10,
    failedDestination: 0,
    filtered: 0,
    expired: 0,
    stillReadable: 0,
    skipped: 0,
  };
  const account = (counts: Partial<typeof healthy>, missing: number, quarantined = 0) =>
    drawUp({
      counts: { ...healthy, pending: 0, failures: 0, lagMs: 0, ...counts },
      quarantined,
      tableItems: 0,
      missing,
      seconds: 1,
    });

  it("has nothing lost when every event was found", () => {
    expect(account({}, 0)).toMatchObject({ processed: 10, lost: 0 });
    expect(account({}, 0, 3)).toMatchObject({ processed: 7, quarantined: 3, lost: 0 });
  });

  it("calls an event lost that its function acknowledged and nobody can find", () => {
    expect(account({}, 4)).toMatchObject({ processed: 6, lost: 4 });
  });

  it("calls an event lost that was given up and taken by no destination", () => {
    expect(account({ processed: 8 }, 2)).toMatchObject({ lost: 2 });
  });

  it("has what the analytics wrote beside it, and calls it lost when nothing has it", () => {
    const counts = { ...healthy, pending: 0, failures: 0, lagMs: 0 };
    const withLost = (lost: number) => {
      const analytics = {
        applications: { jobs: "RUNNING" as const },
        windows: 3,
        late: 2,
        rejected: 1,
        failures: ["jobs: its job ended"],
        pending: 0,
        lost,
      };
      return drawUp({ counts, quarantined: 0, tableItems: 0, missing: 0, seconds: 1, analytics });
    };
    expect(withLost(0)).toMatchObject({ lost: 0, analytics: { windows: 3, late: 2, rejected: 1, lost: 0 } });
    expect(describeAccount(withLost(0))).toContain("the analytics did not run to the end: jobs: its job ended\n");
    expect([isAnyLost(withLost(0)), isAnyLost(withLost(4))]).toEqual([false, true]);
  });

  it("does not look in the table for events that are elsewhere", () => {
    expect(account({ processed: 5, stillReadable: 3, failedDestination: 2 }, 5)).toMatchObject({
      processed: 5,
      lost: 0,
    });
  });

  it("does not look for events that lie before where a mapping begins, and for no more than these", () => {
    expect(account({ skipped: 5 }, 5)).toMatchObject({ sent: 10, processed: 10, lost: 0 });
    expect(account({ skipped: 5 }, 7)).toMatchObject({ processed: 8, lost: 2 });
  });
});
