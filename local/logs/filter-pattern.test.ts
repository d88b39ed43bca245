import fc from "fast-check";
import { AwsError } from "../aws-error";
import { parseFilterPattern } from "./filter-pattern";

const matches = (pattern: string, message: string) => parseFilterPattern(pattern)(message);

describe("terms", () => {
  const messages = ["ERROR one", "WARN two", "ERROR Exception three", "all is well"];
  it.each<[string, string, readonly number[]]>([
    ["nothing lets all through", "", [0, 1, 2, 3]],
    ["one word", "ERROR", [0, 2]],
    ["words must all be there", "ERROR Exception", [2]],
    ["words in quotes are one term", '"is well"', [3]],
    ["a minus forbids", "ERROR -Exception", [0]],
    ["a minus alone lets all others through", "-ERROR", [1, 3]],
    ["question marks ask for one of several", "?WARN ?Exception", [1, 2]],
    ["a regular expression", "%(one|two)$%", [0, 1]],
  ])("%s", (_what, pattern, expected) => {
    expect(messages.flatMap((message, at) => (matches(pattern, message) ? [at] : []))).toEqual(expected);
  });

  it("find any text that stands in quotes", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (text, before, after) => {
        const quoted = `"${text.replace(/[\\"]/g, "\\$&")}"`;
        expect(matches(quoted, before + text + after)).toBe(true);
      }),
    );
  });
});

describe("an expression over JSON", () => {
  const message = JSON.stringify({
    level: "ERROR",
    rejected: 3,
    failed: true,
    shard: null,
    errors: [{ name: "ThrottlingException" }],
    "a-b": "x",
  });
  it.each<[string, boolean]>([
    ['{ $.level = "ERROR" }', true],
    ["{ $.level = ERR* }", true],
    ["{ $.level = %^E.+R$% }", true],
    ['{ $.level != "ERROR" }', false],
    ["{ $.none != 1 }", false],
    ["{ $.rejected > 2 && $.rejected <= 3 }", true],
    ["{ $.rejected = 3 }", true],
    ["{ $.rejected < 3 || $.level = INFO }", false],
    ["{ ($.rejected < 3 || $.failed IS TRUE) && $.shard IS NULL }", true],
    ["{ $.errors[0].name = *Throttling* }", true],
    ["{ $.errors[1].name EXISTS }", false],
    ["{ $.none NOT EXISTS }", true],
    ['{ $["a-b"] = x }', true],
  ])("%s: %s", (pattern, expected) => {
    expect(matches(pattern, message)).toBe(expected);
    expect(matches(pattern, "no JSON")).toBe(false);
  });
});

it.each([
  ['"open', "no term at"],
  ["%(%", "no regular expression"],
  ["[a, b]", "columns"],
  ["{ $.a = 1", "a brace is not closed"],
  ["{ $.a }", "an operator is missing"],
  ["{ a = 1 }", "no selector"],
  ["{ $.a > b }", "is no number"],
  ["{ $.a = 1 $.b = 2 }", "left over"],
  ["{ ($.a = 1 }", "a parenthesis is not closed"],
  ["{ $.a = %(% }", "no regular expression"],
])("refuses %s, saying what is wrong", (pattern, reason) => {
  const refusal = (() => {
    try {
      return parseFilterPattern(pattern);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(AwsError);
  expect(refusal).toMatchObject({ code: "InvalidParameterException", message: expect.stringContaining(reason) });
});
