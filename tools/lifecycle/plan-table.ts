import { styleText } from "node:util";
import { type Action, type Change, countByAction } from "./change";
import type { StackPlan } from "./plan-stack";
import type { Stack } from "./stacks";

/** How each kind of change is marked, as Terraform marks it where it does. */
export const symbols: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  move: "»",
};

const header = ["stack", "add", "change", "replace", "destroy"];

/** The plans of stacks as rows of a table: its name, and how much it adds, changes, replaces and destroys. */
export function planRows(plans: ReadonlyMap<Stack, StackPlan>): string[][] {
  const rows = [...plans].map(([{ name }, plan]) => {
    if (plan.kind === "waiting") return [name, `waits for the first apply of ${plan.stacks.join(", ")}`];
    const { create, update, replace, delete: destroy } = countByAction(plan.changes);
    return [name, ...[create, update, replace, destroy].map((count) => (count === 0 ? "–" : String(count)))];
  });
  return [header, ...rows];
}

/** The changes of all plans that lose data or a position, each with its stack. */
export function lossesOf(plans: ReadonlyMap<Stack, StackPlan>): (Change & { readonly stack: string })[] {
  return [...plans].flatMap(([{ name: stack }, plan]) =>
    plan.kind === "waiting" ? [] : plan.changes.filter(({ loses }) => loses).map((change) => ({ ...change, stack })),
  );
}

/** Whether anything would be done. */
export function isAnythingPlanned(plans: ReadonlyMap<Stack, StackPlan>): boolean {
  return [...plans.values()].some(
    (plan) => plan.kind === "waiting" || plan.changes.length > 0 || plan.outputs.length > 0,
  );
}

/**
 * Plans as people read them: a table, each change, and what would be lost.
 * @param isColoured whether it goes to a terminal
 */
export function describePlans(plans: ReadonlyMap<Stack, StackPlan>, isColoured: boolean): string {
  const paint = (colour: Parameters<typeof styleText>[0], text: string) =>
    isColoured ? styleText(colour, text, { validateStream: false }) : text;
  const changes = [...plans].flatMap(([stack, plan]) =>
    plan.kind === "waiting" ? [] : describeChanges(stack, plan.changes, paint),
  );
  const losses = lossesOf(plans).map(({ stack, address, action, loses }) =>
    paint(["bold", "red"], `  ! ${stack}  ${address}: to ${action} it loses ${loses}`),
  );
  return [
    asTable(planRows(plans), (line) => paint("bold", line)),
    ...changes,
    ...(losses.length > 0 ? ["", paint(["bold", "red"], "Data or positions would be lost:"), ...losses] : []),
    ...(isAnythingPlanned(plans) ? [] : ["", "Nothing to do: the code is what there is."]),
  ].join("\n");
}

const colours = { create: "green", update: "yellow", replace: "magenta", delete: "red", move: "cyan" } as const;

function describeChanges(
  { name }: Stack,
  changes: readonly Change[],
  paint: (colour: (typeof colours)[Action] | "bold", text: string) => string,
): string[] {
  if (changes.length === 0) return [];
  const lines = changes.map(({ action, address }) => paint(colours[action], `  ${symbols[action]} ${address}`));
  return ["", paint("bold", name), ...lines];
}

/** Columns side by side; numbers stand to the right. A last cell may run on. */
function asTable(rows: readonly (readonly string[])[], paintHeader: (line: string) => string): string {
  const widths = header.map((_, column) =>
    Math.max(...rows.filter((row) => row.length === header.length).map((row) => row[column]?.length ?? 0)),
  );
  const width = Math.max(widths[0] ?? 0, ...rows.map(([name = ""]) => name.length));
  const lines = rows.map(([name = "", ...cells]) => {
    const aligned = cells.length === 1 ? cells : cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    return [name.padEnd(width), ...aligned].join("  ").trimEnd();
  });
  return lines.map((line, index) => (index === 0 ? paintHeader(line) : line)).join("\n");
}
