import { join } from "node:path";
import { type Action, countByAction } from "./change";
import { type PlanOptions, planStack, type StackPlan } from "./plan-stack";
import { symbols } from "./plan-table";
import { type Outcome, runStacks } from "./run-stacks";
import type { Session } from "./session";
import type { Stack } from "./stacks";

/**
 * Plans the chosen stacks side by side, and shows how far it is.
 * @param folder for the plans, a file a stack
 * @param options and what the progress says of a plan
 */
export async function planStacks(
  session: Session,
  folder: string,
  { summary = summaryOf, ...options }: PlanOptions & { readonly summary?: (plan: StackPlan) => string } = {},
): Promise<Map<Stack, Outcome<StackPlan>>> {
  const { chosen, interrupt } = session;
  return runStacks(chosen, {
    // A plan reads what was applied, and waits for no other plan.
    order: "none",
    output: process.stderr,
    signal: interrupt.signal,
    task: (stack) => planStack(session, stack, join(folder, `${stack.name}.tfplan`), options),
    summary,
  });
}

/** A plan in a few words, such as `+3 ~1`. */
export function summaryOf(plan: StackPlan): string {
  if (plan.kind === "waiting") return `waits for ${plan.stacks.join(", ")}`;
  const counts = Object.entries(countByAction(plan.changes)).filter(([, count]) => count > 0);
  if (counts.length > 0) return counts.map(([action, count]) => `${symbols[action as Action]}${count}`).join(" ");
  return plan.outputs.length > 0 ? "outputs only" : "nothing to do";
}
