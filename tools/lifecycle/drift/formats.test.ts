import { execFileSync } from "node:child_process";
import { loadEnvironment } from "../../../environments";
import { namesOf } from "../../../names";
import { describeWith } from "../../../test/requirements";
import type { Outcome } from "../run-stacks";
import type { Stack } from "../stacks";
import { driftAsJunit } from "./drift-junit";
import { driftAsMarkdown } from "./drift-markdown";
import { describeDrift } from "./drift-table";
import type { Finding } from "./finding";
import type { StackDrift } from "./stack-drift";

const environment = loadEnvironment("dev");
const target = { environment, names: namesOf(environment), endpoint: undefined };
const options = { environment: "dev", isExplained: false, isVerbose: false, isComplete: true, isColoured: false };

const stack = (name: string): Stack => ({ name, folder: name, dependencies: [], inputs: [] });

function finding(changes: Partial<Finding>): Finding {
  return {
    kind: "outside",
    resource: "aws_kinesis_stream.S",
    attribute: "retention_period",
    from: 24,
    to: 48,
    ...changes,
  };
}

function compared(...findings: readonly Finding[]): StackDrift {
  return { kind: "compared", findings, incidental: [] };
}

function driftsOf(entries: Record<string, StackDrift>): Map<Stack, StackDrift> {
  return new Map(Object.entries(entries).map(([name, drift]) => [stack(name), drift]));
}

const mixed = driftsOf({
  foundation: compared(),
  streaming: compared(finding({ kind: "unapplied", attribute: "shard_count", from: 2, to: 4 }), finding({})),
  processing: { kind: "waiting", stacks: ["foundation"] },
});

describe("the table", () => {
  it("shows each kind under its title, what was changed outside first, and what is not applied at all", () => {
    expect(describeDrift(mixed, options).split("\n")).toEqual([
      "changed outside",
      "  stack      resource              attribute         from → to",
      "  streaming  aws_kinesis_stream.S  retention_period  24 → 48",
      "",
      "code not yet applied",
      "  stack      resource              attribute    from → to",
      "  streaming  aws_kinesis_stream.S  shard_count  2 → 4",
      "",
      "processing has code not yet applied: it waits for the first apply of foundation",
    ]);
  });

  it("says below a finding how it is mended", () => {
    const text = describeDrift(mixed, { ...options, isExplained: true });
    expect(text).toMatch(/24 → 48\n {4}to mend AWS: weir apply --env dev --stack streaming\n/);
    expect(text).toMatch(/\n {4}to mend the code: set retentionHours of the stream in environments\/dev.ts\n/);
  });

  it("says that there is no drift, and still counts what has changed, or lists it", () => {
    const incidental = [{ resource: "aws_lambda_function.F", attribute: "last_modified", from: "a", to: "b" }];
    const drifts = driftsOf({ processing: { kind: "compared", findings: [], incidental } });
    expect(describeDrift(drifts, options)).toMatch(/^No drift: AWS is what the code says\.\n\n1 value has changed/);
    expect(describeDrift(drifts, { ...options, isVerbose: true })).toMatch(
      /aws_lambda_function.F +last_modified +a → b$/,
    );
  });

  it("does not say that there is no drift where a stack could not be compared", () => {
    expect(describeDrift(driftsOf({ streaming: compared() }), { ...options, isComplete: false })).toBe("");
  });

  it("lets no value reach the terminal as a command", () => {
    const drifts = driftsOf({ streaming: compared(finding({ to: "\u001b[2J" })) });
    expect(describeDrift(drifts, options)).not.toContain("\u001b");
  });
});

describe("the Markdown", () => {
  it("has a row for each finding", () => {
    const text = driftAsMarkdown(target, mixed, false);
    expect(text).toMatch(/^### Drift of `dev` \(account 000000000000, us-east-1\)\n/);
    expect(text).toContain("| streaming | changed outside | <code>aws&#95;kinesis&#95;stream.S</code> |");
    expect(text).toContain("<code>24 → 48</code> |\n");
    expect(text).toContain("processing has code not yet applied");
  });

  it("lets no value end a cell, mention somebody or close a tag", () => {
    const drifts = driftsOf({ streaming: compared(finding({ to: "a|b\n`@octocat </code>" })) });
    expect(driftAsMarkdown(target, drifts, true)).not.toMatch(/a\|b|@octocat|b\n`|`@| <\/code>/);
  });

  it("stays below what GitHub takes, and counts the rest", () => {
    const findings = Array.from({ length: 1_000 }, () => finding({ to: "x".repeat(400) }));
    const text = driftAsMarkdown(target, driftsOf({ streaming: compared(...findings) }), true);
    expect(text.length).toBeLessThan(65_000);
    const shown = text.split("\n").filter((row) => row.startsWith("| streaming")).length;
    expect(text).toContain(`… and ${1_000 - shown} more`);
  });

  it("says that there is no drift, without a table", () => {
    const text = driftAsMarkdown(target, driftsOf({ streaming: compared() }), true);
    expect(text).toMatch(/\n\nNo drift: AWS is what the code says\.\n$/);
  });
});

describeWith("python", "the JUnit report", () => {
  const parse = `
import json, sys, xml.etree.ElementTree as tree
root = tree.parse(sys.stdin).getroot()
cases = [[case.get("name"), *[[child.tag, child.get("message"), child.text] for child in case]] for case in root.iter("testcase")]
json.dump({"counts": root.attrib, "cases": cases}, sys.stdout)`;
  const read = (report: string) =>
    JSON.parse(execFileSync("python3", ["-c", parse], { input: report, encoding: "utf8" }));

  it("has a case for each stack: well, drifted, failed, interrupted", () => {
    const outcomes = new Map<Stack, Outcome<StackDrift>>([
      [stack("foundation"), { kind: "done", value: compared(), seconds: 1 }],
      [stack("streaming"), { kind: "done", value: compared(finding({})), seconds: 1 }],
      [stack("processing"), { kind: "failed", error: new Error("no <provider>"), seconds: 1 }],
      [stack("delivery"), { kind: "skipped", because: "interrupted" }],
    ]);
    const { counts, cases } = read(driftAsJunit("dev", outcomes));
    expect(counts).toEqual({ tests: "4", failures: "1", errors: "1", skipped: "1" });
    expect(cases).toEqual([
      ["foundation"],
      ["streaming", ["failure", "1 changed outside", expect.stringContaining("24 → 48")]],
      ["processing", ["error", "can't be compared", "no <provider>"]],
      ["delivery", ["skipped", "interrupted", null]],
    ]);
  });

  it("is XML whatever a value holds", () => {
    const value = { to: "<&\"']]>\u0000\u001b\ud800\ufffe ü 🎉", attribute: "tags_all.<&\"'>" };
    const drifted = compared(finding(value));
    const report = driftAsJunit("dev", new Map([[stack("s"), { kind: "done", value: drifted, seconds: 1 }]]));
    expect(read(report).cases[0][1][2]).toContain("<&\"']]>");
    expect(read(report).cases[0][1][2]).toContain("ü 🎉");
  });
});
