import { applyStack, countOf } from "./apply-stack";
import { DeployWindow } from "./deploy-window";
import type { Planned, StackPlan } from "./plan-stack";
import { type Outcome, runStacks } from "./run-stacks";
import type { Session } from "./session";
import type { Stack } from "./stacks";

/** What became of a stack. */
export type StackResult =
  | { readonly outcome: "applied"; readonly plan: Planned; readonly seconds: number; readonly output: string }
  | { readonly outcome: "unchanged"; readonly plan: Planned; readonly seconds: number }
  | {
      readonly outcome: "failed";
      /** Absent when it could not even be planned. */
      readonly plan?: Planned;
      /** How many of the plan's changes are done, as {@link countOf} counts them. */
      readonly done: number;
      readonly seconds: number;
      readonly error: unknown;
    }
  | { readonly outcome: "skipped"; readonly because: string };

/** How {@link applyStacks} goes about it. */
export interface Applying<P extends StackPlan> {
  readonly order: "dependencies" | "dependents";
  /** Called when a stack's turn has come. @returns what is applied; `undefined` to leave the stack for later */
  readonly prepare: (stack: Stack, plan: P) => Promise<Planned | undefined>;
}

/** Applies plans in order, independent ones side by side, and shows how far it is; those left for later are left out. */
export async function applyStacks<P extends StackPlan>(
  session: Session,
  plans: ReadonlyMap<Stack, P>,
  { order, prepare }: Applying<P>,
): Promise<Map<Stack, StackResult>> {
  const begun = new Map<Stack, Begun>();
  const window = new DeployWindow(session.target);
  const task = async (stack: Stack, say: (text: string) => void): Promise<Applied | undefined> => {
    const prepared = plans.get(stack);
    const plan = prepared && (await prepare(stack, prepared));
    if (!plan) return undefined;
    if (isNothing(plan)) return { plan, output: undefined };
    const show = (done: number) => {
      begun.set(stack, { plan, done });
      say(`${done} of ${countOf(plan)}`);
    };
    show(0);
    window.open();
    return { plan, output: await applyStack(session, stack, plan, show) };
  };
  const { signal } = session.interrupt;
  const outcomes = await runStacks([...plans.keys()], {
    order,
    output: process.stderr,
    signal,
    task,
    summary: summaryOf,
  }).finally(() => window.close());
  const results = new Map<Stack, StackResult>();
  for (const [stack, outcome] of outcomes) {
    const result = resultOf(outcome, begun.get(stack));
    if (result) results.set(stack, result);
  }
  return results;
}

/** Whether a plan does nothing. */
export function isNothing(plan: StackPlan): boolean {
  return plan.kind === "planned" && plan.changes.length === 0 && plan.outputs.length === 0;
}

interface Begun {
  readonly plan: Planned;
  /** How many of its changes are done. */
  readonly done: number;
}

interface Applied {
  readonly plan: Planned;
  /** Absent when there was nothing to do. */
  readonly output: string | undefined;
}

function summaryOf(applied: Applied | undefined): string {
  if (!applied) return "planned again";
  if (applied.output === undefined) return "nothing to do";
  const total = countOf(applied.plan);
  return `${total} of ${total}`;
}

function resultOf(outcome: Outcome<Applied | undefined>, begun: Begun | undefined): StackResult | undefined {
  if (outcome.kind === "skipped") return { outcome: "skipped", because: outcome.because };
  const { seconds } = outcome;
  if (outcome.kind === "failed") return { outcome: "failed", done: 0, ...begun, seconds, error: outcome.error };
  if (!outcome.value) return undefined;
  const { plan, output } = outcome.value;
  return output === undefined ? { outcome: "unchanged", plan, seconds } : { outcome: "applied", plan, seconds, output };
}
