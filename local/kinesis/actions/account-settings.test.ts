import { kinesisWith } from "../kinesis-fixture";
import { describeAccountSettings } from "./describe-account-settings";
import { updateAccountSettings } from "./update-account-settings";

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 0, 1);

function account() {
  const { kinesis, clock } = kinesisWith();
  return {
    clock,
    set: (Status: string) => updateAccountSettings(kinesis, { MinimumThroughputBillingCommitment: { Status } }),
    /** In hours since the test began. */
    shown() {
      const answer = JSON.parse(JSON.stringify(describeAccountSettings(kinesis, {})));
      const { Status, ...times } = answer.MinimumThroughputBillingCommitment as Record<string, number>;
      const hours = Object.entries(times).map(([name, seconds]) => [name, (seconds * 1000 - startMs) / hourMs]);
      return { Status, ...Object.fromEntries(hours) };
    },
  };
}

describe("The account's commitment to a least throughput", () => {
  it("is not there before it is enabled", () => {
    const { set, shown } = account();
    expect(shown()).toEqual({ Status: "DISABLED" });
    expect(set("DISABLED")).toEqual({ MinimumThroughputBillingCommitment: { Status: "DISABLED" } });
  });

  it("holds for a day at least: disabled earlier, it ends when the day does", async () => {
    const { clock, set, shown } = account();
    set("ENABLED");
    expect(shown()).toEqual({ Status: "ENABLED", StartedAt: 0, EarliestAllowedEndAt: 24 });
    await clock.advance(hourMs);
    set("DISABLED");
    const ending = { Status: "ENABLED_UNTIL_EARLIEST_ALLOWED_END", StartedAt: 0, EarliestAllowedEndAt: 24 };
    expect(shown()).toEqual(ending);
    set("DISABLED");
    expect(shown()).toEqual(ending);
    await clock.advance(23 * hourMs);
    expect(shown()).toEqual({ Status: "DISABLED", StartedAt: 0, EndedAt: 24 });
  });

  it("goes on as it began when it is enabled again before its end", async () => {
    const { clock, set, shown } = account();
    set("ENABLED");
    set("DISABLED");
    await clock.advance(hourMs);
    set("ENABLED");
    await clock.advance(24 * hourMs);
    expect(shown()).toEqual({ Status: "ENABLED", StartedAt: 0, EarliestAllowedEndAt: 24 });
  });

  it("ends at once after its first day, and begins anew after its end", async () => {
    const { clock, set, shown } = account();
    set("ENABLED");
    await clock.advance(30 * hourMs);
    set("DISABLED");
    await clock.advance(hourMs);
    set("DISABLED");
    expect(shown()).toEqual({ Status: "DISABLED", StartedAt: 0, EndedAt: 30 });
    set("ENABLED");
    expect(shown()).toEqual({ Status: "ENABLED", StartedAt: 31, EarliestAllowedEndAt: 55 });
  });
});
