import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import type { Finding } from "./finding";
import { describeFindings } from "./findings-table";

const findings: Finding[] = [
  { check: "Node", verdict: "ok", message: "20.19.0" },
  { check: "locks", verdict: "warning", message: "environment dev is locked", fix: "wait for its end" },
  { check: "account", verdict: "problem", message: "of another account" },
];

describe("describeFindings", () => {
  it("gives each finding a line, how to mend it another, and ends with how bad it is", () => {
    expect(describeFindings(findings, undefined)).toBe(
      [
        "  ✔ Node     20.19.0",
        "  ! locks    environment dev is locked",
        "             → wait for its end",
        "  ✖ account  of another account",
        "",
        "1 problem, 1 warning",
      ].join("\n"),
    );
  });

  it("says the same in colours on a terminal", () => {
    const coloured = describeFindings(findings, 80);
    expect(coloured).not.toBe(describeFindings(findings, undefined));
    expect(stripVTControlCharacters(coloured)).toBe(describeFindings(findings, undefined));
  });

  it("breaks lines between words so that they fit the terminal, and loses none", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 200 }), (message, columns) => {
        const finding: Finding = { check: "check", verdict: "ok", message: message.join(" ") };
        const lines = stripVTControlCharacters(describeFindings([finding], columns))
          .split("\n")
          .slice(0, -2);
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
        expect(lines.join(" ").split(/\s+/).slice(3)).toEqual(message);
      }),
    );
  });
});
