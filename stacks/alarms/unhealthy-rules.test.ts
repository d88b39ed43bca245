import fc from "fast-check";
import { type NamedAlarm, unhealthyRules } from "./unhealthy-rules";

const named = (name: string): NamedAlarm => ({ name, reference: name });

/** The names on either side of a rule. */
function sidesOf(rule: string): string[][] {
  return rule.split(" AND ").map((side) => [...side.matchAll(/ALARM\("([^"]*)"\)/g)].map(([, name = ""]) => name));
}

it("says that some symptom and some cause are on", () => {
  expect(unhealthyRules([named("late"), named("stalled")], [named("errors")])).toEqual([
    '(ALARM("late") OR ALARM("stalled")) AND (ALARM("errors"))',
  ]);
});

it("is none where there is nothing to be late, or nothing to be in trouble", () => {
  expect(unhealthyRules([], [named("errors")])).toEqual([]);
  expect(unhealthyRules([named("late")], [])).toEqual([]);
});

it("is as many as CloudWatch takes, and all together take each symptom with each cause", () => {
  const names = (prefix: string) =>
    fc
      .uniqueArray(fc.stringMatching(/^[a-z-]{1,250}$/), { minLength: 1, maxLength: 130 })
      .map((all) => all.map((name) => named(`${prefix}-${name}`)));
  fc.assert(
    fc.property(names("s"), names("c"), (symptoms, causes) => {
      const rules = unhealthyRules(symptoms, causes);
      const pairs = rules.flatMap((rule) => {
        const [left = [], right = []] = sidesOf(rule);
        expect(left.length + right.length).toBeLessThanOrEqual(100);
        expect(rule.length).toBeLessThanOrEqual(10_240);
        return left.flatMap((symptom) => right.map((cause) => `${symptom} ${cause}`));
      });
      expect(pairs).toHaveLength(symptoms.length * causes.length);
      expect(new Set(pairs).size).toBe(pairs.length);
    }),
    { numRuns: 20 },
  );
});
