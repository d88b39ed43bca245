import type { StackPlan } from "./plan-stack";
import { summaryOf } from "./plan-stacks";
import { isAnythingPlanned, lossesOf, planRows, symbols } from "./plan-table";
import type { Stack } from "./stacks";
import type { Target } from "./target";

/** Plans as a comment for a pull request; its first line tells the comments of several environments apart. */
export function plansAsMarkdown({ environment }: Target, plans: ReadonlyMap<Stack, StackPlan>): string {
  const { name, account, region } = environment;
  const losses = lossesOf(plans).map(
    ({ stack, address, action, loses }) => `> - \`${stack}\` \`${address}\`: to ${action} it loses ${loses}`,
  );
  const warning = losses.length > 0 ? ["> [!CAUTION]", "> **Data or positions would be lost:**", ...losses, ""] : [];
  const nothing = isAnythingPlanned(plans) ? [] : ["Nothing to do: the code is what there is.", ""];
  return [
    `### Plan of \`${name}\` (account ${account}, ${region})`,
    "",
    ...table(planRows(plans)),
    "",
    ...warning,
    ...nothing,
    ...[...plans].flatMap(([stack, plan]) => details(stack, plan)),
  ].join("\n");
}

function table(rows: readonly (readonly string[])[]): string[] {
  const [header = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${header.map((_, column) => cells[column] ?? "").join(" | ")} |`;
  return [line(header), `| --- |${" ---: |".repeat(header.length - 1)}`, ...body.map(line)];
}

function details({ name }: Stack, plan: StackPlan): string[] {
  if (plan.kind === "waiting" || plan.changes.length === 0) return [];
  const changes = plan.changes.map(({ action, address }) => `${symbols[action]} ${address}`);
  const summary = `<details><summary>${name}: ${summaryOf(plan)}</summary>`;
  // A fence of "diff" colours what begins with + and -.
  return [summary, "", "```diff", ...changes, "```", "", "</details>", ""];
}
