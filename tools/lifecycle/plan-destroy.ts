import { join } from "node:path";
import { type Planned, planStack } from "./plan-stack";
import { summaryOf } from "./plan-stacks";
import { readState } from "./remote-state";
import { type Outcome, runStacks } from "./run-stacks";
import type { Session } from "./session";
import type { Stack } from "./stacks";
import { readProtected, type Staying, whatGoes, whatStays } from "./what-stays";

/** What a destroy does to a stack. */
export interface DestroyPlan {
  readonly plan: Planned;
  /** What it leaves. */
  readonly stays: readonly Staying[];
}

/**
 * Plans the end of the chosen stacks, side by side, and shows how far it is.
 * @param folder for the plans, a file a stack
 * @throws Error when a stack that was not chosen needs one that was
 */
export async function planDestroy(session: Session, folder: string): Promise<Map<Stack, Outcome<DestroyPlan>>> {
  await refuseToStrand(session);
  const { chosen, interrupt } = session;
  return runStacks(chosen, {
    order: "none",
    output: process.stderr,
    signal: interrupt.signal,
    task: (stack) => planOne(session, stack, join(folder, `${stack.name}.tfplan`)),
    summary: ({ plan }) => summaryOf(plan),
  });
}

/** What still stands would lose what it is built on, and could be neither planned nor destroyed without it. */
async function refuseToStrand({ target, stacks, chosen }: Session): Promise<void> {
  for (const stack of stacks.filter((other) => !chosen.includes(other))) {
    const needed = chosen.find(({ name }) => stack.dependencies.includes(name));
    if (!needed) continue;
    const { resources = [] } = (await readState(target, stack.name)) ?? {};
    if (!resources.some(({ mode }) => mode === "managed")) continue;
    throw new Error(
      `stack ${stack.name} is built on ${needed.name}, and is still there: destroy it as well (--stack ${stack.name})`,
    );
  }
}

/** Of a stack that is not there. */
const nothing: Planned = {
  ...{ kind: "planned", changes: [], outputs: [], json: undefined, file: "", effect: "", inputs: {}, output: "" },
};

async function planOne(session: Session, stack: Stack, file: string): Promise<DestroyPlan> {
  const state = await readState(session.target, stack.name);
  if (!state) return { plan: nothing, stays: [] };
  const stays = whatStays(state, await readProtected(stack));
  const goes = whatGoes(state, stays);
  if (goes.length === 0) return { plan: nothing, stays };
  // Terraform refuses the whole plan when anything protected is in it.
  const targets = stays.length === 0 ? [] : goes.map((address) => `-target=${address}`);
  const plan = await planStack(session, stack, file, { args: ["-destroy", ...targets] });
  if (plan.kind === "planned") return { plan, stays };
  throw new Error(`it reads outputs of ${plan.stacks.join(", ")} that are gone: apply that again before`);
}
