import { loadEnvironment } from "../../environments";
import { namesOf } from "../../names";
import type { Change } from "./change";
import { plansAsMarkdown } from "./plan-markdown";
import type { StackPlan } from "./plan-stack";
import { describePlans } from "./plan-table";
import type { Stack } from "./stacks";

const environment = loadEnvironment("dev");
const target = { environment, names: namesOf(environment), endpoint: undefined };

function plansOf(entries: Record<string, readonly Change[] | { waitsFor: string }>): Map<Stack, StackPlan> {
  const plans = Object.entries(entries).map(([name, plan]): [Stack, StackPlan] => [
    { name, folder: name, dependencies: [], inputs: [] },
    "waitsFor" in plan
      ? { kind: "waiting", stacks: [plan.waitsFor] }
      : { kind: "planned", changes: plan, outputs: [], json: undefined, file: "", effect: "", inputs: {}, output: "" },
  ]);
  return new Map(plans);
}

const change = (action: Change["action"], address: string, loses?: string): Change => ({
  action,
  address,
  ...(loses !== undefined && { loses }),
});

const mixed = plansOf({
  foundation: [],
  streaming: [change("replace", "aws_kinesis_stream.S", "the records in it"), change("update", "aws_iam_policy.P")],
  processing: { waitsFor: "foundation" },
});

it("makes a comment with a row for every stack, that warns of what would be lost and hides the details", () => {
  const comment = plansAsMarkdown(target, mixed);
  expect(comment).toMatch(/^### Plan of `dev` \(account 000000000000, us-east-1\)\n/);
  expect(comment).toContain("| streaming | – | 1 | 1 | – |");
  expect(comment).toContain("| processing | waits for the first apply of foundation |");
  expect(comment).toContain("> - `streaming` `aws_kinesis_stream.S`: to replace it loses the records in it");
  expect(comment).toContain(
    "<details><summary>streaming: ~1 ±1</summary>\n\n```diff\n± aws_kinesis_stream.S\n~ aws_iam_policy.P\n```\n",
  );
  expect(comment).not.toContain("<summary>foundation");
});

it("shows people a table, every change and what would be lost, in colour on a terminal only", () => {
  const text = describePlans(mixed, false);
  expect(text.split("\n").slice(0, 4)).toEqual([
    "stack       add  change  replace  destroy",
    "foundation    –       –        –        –",
    "streaming     –       1        1        –",
    "processing  waits for the first apply of foundation",
  ]);
  expect(text).toContain("  ± aws_kinesis_stream.S");
  expect(text).toContain("  ! streaming  aws_kinesis_stream.S: to replace it loses the records in it");
  expect(text).not.toContain("\u001b");
  expect(describePlans(mixed, true)).toContain("\u001b");
});

it("says that there is nothing to do only when there is nothing", () => {
  expect(describePlans(plansOf({ foundation: [], storage: [] }), false)).toContain("Nothing to do");
  expect(describePlans(mixed, false)).not.toContain("Nothing to do");
  expect(describePlans(plansOf({ processing: { waitsFor: "foundation" } }), false)).not.toContain("Nothing to do");
});
