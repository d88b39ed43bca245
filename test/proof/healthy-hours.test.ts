import { fullEnvironment } from "./full-environment";
import { Proof } from "./proof";

let proof: Proof;

beforeAll(async () => {
  proof = await Proof.start(fullEnvironment());
}, 300_000);

afterAll(() => proof?.stop(), 60_000);

/** Lets an hour pass. @returns the alarms that were on at any time in it */
async function alarmsOfAnHour(): Promise<string[]> {
  const on = new Set<string>();
  const onStep = () => {
    for (const alarm of proof.firing()) on.add(alarm);
  };
  await proof.run(60, { onStep, stepMs: 20_000 });
  return [...on];
}

describe("a healthy hour", () => {
  it("of little traffic fires no alarm", async () => {
    expect(await alarmsOfAnHour()).toEqual([]);
  }, 300_000);

  it("as busy as is still well fires none either", async () => {
    // Capacity is an alarm at 80 %, a function at 80 % of its minute.
    const { platform } = proof;
    for (const target of ["stream/data-stream", "stream/on-demand", "stream/event-aggregates"]) {
      await platform.setFault({ kind: "flood", target, share: 0.75 });
    }
    for (const target of ["delivery/direct", "delivery/redshift"]) {
      await platform.setFault({ kind: "flood", target, share: 0.75 });
    }
    for (const processor of ["stream-processor", "on-demand-processor", "aggregate-writer"]) {
      await platform.setFault({ kind: "slow", target: `function/${processor}`, seconds: 40 });
    }
    expect(await alarmsOfAnHour()).toEqual([]);
  }, 300_000);
});
