import fc from "fast-check";
import { readAlarmRule } from "./alarm-rule";
import type { StateValue } from "./alarm-state";

const states: Readonly<Record<string, StateValue>> = { red: "ALARM", green: "OK", grey: "INSUFFICIENT_DATA" };
const stateOf = (alarm: string): StateValue => states[alarm] ?? "INSUFFICIENT_DATA";

describe("a composite alarm's rule", () => {
  it.each([
    ["ALARM(red)", true],
    ['ALARM("green")', false],
    ["OK(green) AND INSUFFICIENT_DATA(grey)", true],
    ["ALARM(arn:aws:cloudwatch:ap-northeast-1:000000000000:alarm:red)", true],
    ["NOT ALARM(red)", false],
    ["ALARM(red) OR ALARM(green) AND FALSE", true],
    ["(ALARM(red) OR ALARM(green)) AND FALSE", false],
    ["NOT (ALARM(green) OR FALSE) AND true", true],
    ["AT_LEAST(2, ALARM, (red, green, grey))", false],
    ["AT_LEAST(2, NOT ALARM, (red, green, grey))", true],
    ['AT_LEAST(50%, OK, ("green", "grey"))', true],
    ["AT_LEAST(51%, OK, (green, grey))", false],
  ])("%s is %s", (text, expected) => {
    expect(readAlarmRule(text).isTrue(stateOf)).toBe(expected);
  });

  it("names each alarm once, quoted ones with what they hold", () => {
    const rule = readAlarmRule('ALARM(a) AND NOT OK("a") OR ALARM("the \\"main\\" one, (old)")');
    expect(rule.alarms).toEqual(["a", 'the "main" one, (old)']);
  });

  it("refuses more than 100 alarms", () => {
    const rule = Array.from({ length: 101 }, (_, index) => `ALARM(a${index})`).join(" OR ");
    expect(() => readAlarmRule(rule)).toThrow("it is about 101 alarms, and 100 is the limit");
  });

  it.each([
    ["", "the end was not expected"],
    ["ALARM(red", ") was expected before the end"],
    ["ALARM(red) ALARM(green)", "ALARM was not expected"],
    ["BROKEN(red)", "BROKEN is neither INSUFFICIENT_DATA, ALARM, OK, AT_LEAST, TRUE nor FALSE"],
    ["AT_LEAST(some, ALARM, (red))", "AT_LEAST takes a number or a percentage, not some"],
    ['ALARM("red', '"red has no meaning here'],
  ])("refuses a rule that reads <%s>", (text, problem) => {
    expect(() => readAlarmRule(text)).toThrow(problem);
  });

  type Tree = { readonly text: string; readonly value: boolean };
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Tree>(
        { text: "TRUE", value: true },
        { text: "FALSE", value: false },
        { text: 'ALARM("red")', value: true },
        { text: "ALARM(green)", value: false },
      ),
      tie("tree").map(({ text, value }) => ({ text: `NOT (${text})`, value: !value })),
      fc
        .tuple(tie("tree"), tie("tree"))
        .map(([one, other]) => ({ text: `(${one.text}) AND (${other.text})`, value: one.value && other.value })),
      fc
        .tuple(tie("tree"), tie("tree"))
        .map(([one, other]) => ({ text: `(${one.text}) OR (${other.text})`, value: one.value || other.value })),
    ),
  }));

  it("is what its parts say, however they are nested", () => {
    fc.assert(fc.property(tree, ({ text, value }) => expect(readAlarmRule(text).isTrue(stateOf)).toBe(value)));
  });
});
