import { join } from "node:path";
import { isWell, type Results, skipAll } from "./apply-account";
import { applyStacks, isNothing, type StackResult } from "./apply-stacks";
import { type ApprovalOptions, lossRefusalOf, refusalOf } from "./approval";
import { type Planned, planStack, readInputs, type StackPlan } from "./plan-stack";
import type { Session } from "./session";
import type { Stack } from "./stacks";

/** How {@link applyPlans} goes about it. */
export interface ApplyPlansOptions extends ApprovalOptions {
  /** Whether somebody has agreed to the plans before. */
  readonly isApproved: boolean;
  /** Where stacks are planned again. */
  readonly folder: string;
}

/**
 * Shows plans, has them approved and applies them, each stack after those that it depends on. One whose inputs have
 * changed since it was planned is planned again; if it then does something else, it is left for a next round, which is
 * shown and approved anew. After a failure there is none.
 */
export async function applyPlans(
  session: Session,
  plans: ReadonlyMap<Stack, StackPlan>,
  options: ApplyPlansOptions,
): Promise<Results> {
  const results = new Map<Stack, StackResult>();
  const add = (more: Results) => {
    for (const [stack, result] of more) results.set(stack, result);
  };
  let left = plans;
  let { isApproved } = options;
  while (left.size > 0) {
    const refusal = await refusalOf(session, left, options, isApproved);
    if (refusal !== undefined) {
      process.stderr.write(`${refusal}\n\n`);
      add(skipAll(left.keys(), refusal));
      break;
    }
    const round = await applyRound(session, left, options);
    add(round.results);
    left = round.left;
    isApproved = false;
    if (!isWell(round.results)) {
      add(skipAll(left.keys(), "another stack failed"));
      break;
    }
  }
  return results;
}

interface Round {
  readonly results: Results;
  /** What is for the next round, in order. */
  readonly left: ReadonlyMap<Stack, StackPlan>;
}

async function applyRound(
  session: Session,
  approved: ReadonlyMap<Stack, StackPlan>,
  options: ApplyPlansOptions,
): Promise<Round> {
  const left = new Map<string, StackPlan>();
  const leave = ({ name }: Stack, plan: StackPlan) => {
    left.set(name, plan);
    return undefined;
  };
  const results = await applyStacks(session, approved, {
    order: "dependencies",
    prepare: async (stack, shown) => {
      if (stack.dependencies.some((name) => left.has(name))) return leave(stack, shown);
      const plan = await currentPlan(session, stack, shown, options.folder);
      if (isAsShown(plan, shown)) return plan;
      if (!options.autoApprove) return leave(stack, plan);
      const loss = lossRefusalOf(new Map([[stack, plan]]), options);
      if (loss !== undefined) throw new Error(loss);
      return plan;
    },
  });
  const inOrder = [...approved.keys()].flatMap((stack) => {
    const plan = left.get(stack.name);
    return plan ? [[stack, plan] as const] : [];
  });
  return { results, left: new Map(inOrder) };
}

/** What does nothing needs nobody's approval. */
function isAsShown(plan: Planned, shown: StackPlan): boolean {
  return isNothing(plan) || (shown.kind === "planned" && plan.effect === shown.effect);
}

/** The plan as it was shown, or another where the outputs of other stacks are no more those that it was made with. */
async function currentPlan(session: Session, stack: Stack, shown: StackPlan, folder: string): Promise<Planned> {
  if (shown.kind === "planned" && (await isCurrent(session, stack, shown))) return shown;
  const plan = await planStack(session, stack, join(folder, `${stack.name}.tfplan`));
  if (plan.kind === "planned") return plan;
  const stacks = plan.stacks.map((name) => ` --stack ${name}`).join("");
  throw new Error(
    `it reads outputs that ${plan.stacks.join(", ")} will have once applied: weir apply --env ${session.target.environment.name}${stacks} --stack ${stack.name}`,
  );
}

async function isCurrent({ target }: Session, stack: Stack, { inputs }: Planned): Promise<boolean> {
  const now = await readInputs(target, stack);
  return now.every((input) => inputs[`${input.stack}.${input.output}`] === input.digest);
}
