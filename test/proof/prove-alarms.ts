import type { Environment } from "../../environments";
import { kindOf, ObservedAlarms } from "./observed-alarms";
import { Proof } from "./proof";
import { scenarios } from "./scenarios";

/** Goes through all scenarios in one environment: each of its alarms is to go off by one, and to be over after it. */
export function proveAlarms(load: () => Environment): void {
  const observed = new ObservedAlarms();
  let proof: Proof;

  beforeAll(async () => {
    proof = await Proof.start(load());
  }, 300_000);

  afterAll(async () => {
    process.stdout.write(`${observed.table().join("\n")}\n`);
    await proof?.stop();
  }, 60_000);

  it("are off when all is well", () => {
    expect(proof.firing()).toEqual([]);
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "are off again after this: %s",
    async (_name, scenario) => {
      const observations = await proof.suffer(scenario);
      observed.note(scenario, observations);
      const fired = observations.map(({ alarm }) => kindOf(alarm));
      expect(fired.filter((kind) => scenario.spares?.includes(kind))).toEqual([]);
      expect(proof.firing()).toEqual([]);
    },
    600_000,
  );

  it("each go off by the fault that is to fire them", () => {
    const names = proof.platform.alarms().map(({ name }) => name);
    expect(names.filter((name) => !observed.has(name))).toEqual([]);
  });
}
