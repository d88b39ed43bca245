import { describeChange } from "./describe-change";

const changed = (from: unknown, to: unknown) => describeChange({ resource: "r", attribute: "a", from, to });

const allow = (sid: string) => ({ Sid: sid, Effect: "Allow", Action: ["s3:GetObject"] });
const policy = (...statements: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

it("shows plain values as they are, and says where there is none", () => {
  expect(changed(24, 48)).toEqual(["24 → 48"]);
  expect(changed(null, "yes")).toEqual(["(none) → yes"]);
  expect(changed("", false)).toEqual(['"" → false']);
  expect(changed(null, "")).toEqual(['(none) → ""']);
});

it("shows of a policy what came and what went, not the whole", () => {
  expect(changed(policy(allow("A"), allow("B")), policy(allow("B"), allow("C"), allow("D")))).toEqual([
    `Statement: − ${JSON.stringify(allow("A"))}`,
    `Statement: + ${JSON.stringify(allow("C"))}`,
    `Statement: + ${JSON.stringify(allow("D"))}`,
  ]);
});

it("shows of a statement that was changed what changed in it", () => {
  const before = policy(allow("A"), allow("B"));
  expect(changed(before, policy(allow("A"), { ...allow("B"), Effect: "Deny" }))).toEqual([
    "Statement[].Effect: Allow → Deny",
  ]);
  expect(changed(before, policy(allow("A"), { ...allow("B"), Action: ["s3:GetObject", "s3:PutObject"] }))).toEqual([
    "Statement[].Action: + s3:PutObject",
  ]);
});

it("takes a text that only begins like JSON for the text that it is", () => {
  expect(changed("{a", "[b")).toEqual(["{a → [b"]);
});

it("shows JSON that is only written in another way, rather than nothing", () => {
  expect(changed('{"a":1}', '{ "a": 1 }')).toEqual(['{"a":1} → { "a": 1 }']);
});

it("says that lists differ in their order alone", () => {
  expect(changed(["a", "b"], ["b", "a"])).toEqual(['["a","b"] → ["b","a"]']);
});

it("says what the code wants, where it has changed too", () => {
  expect(describeChange({ resource: "r", attribute: "a", from: 1, to: 2, code: 3 })).toEqual([
    "1 → 2",
    "(the code says 3)",
  ]);
});
