import { isNothing } from "./apply-stacks";
import { confirm, isInteractive } from "./confirm";
import type { StackPlan } from "./plan-stack";
import { describePlans, lossesOf } from "./plan-table";
import type { Session } from "./session";
import type { Stack } from "./stacks";

/** What was agreed to before anything was planned. */
export interface ApprovalOptions {
  readonly autoApprove: boolean;
  /** Absent where the command loses no data whatever it is told. */
  readonly allowDataLoss?: boolean;
}

/**
 * Shows plans and asks whether they are to be applied.
 * @param isApproved whether somebody has agreed to these plans before
 * @returns why they are not to be applied; `undefined` when they are
 */
export async function refusalOf(
  { target, interrupt }: Session,
  plans: ReadonlyMap<Stack, StackPlan>,
  options: ApprovalOptions,
  isApproved: boolean,
): Promise<string | undefined> {
  process.stderr.write(`${describePlans(plans, process.stderr.isTTY)}\n\n`);
  const loss = lossRefusalOf(plans, options);
  if (loss !== undefined) return loss;
  if (isApproved || options.autoApprove || ![...plans.values()].some(isToApprove)) return undefined;
  const { name } = target.environment;
  if (!isInteractive()) {
    return `a new approval is needed: the plans above are not those that were approved. Plan again, and let that be approved (weir plan --env ${name} --out …)`;
  }
  const agreed = await confirm(`Apply this to ${name}?`, "yes", interrupt.signal);
  return agreed ? undefined : "nobody agreed to the plan";
}

/** A stack that waits is shown once it is planned. */
function isToApprove(plan: StackPlan): boolean {
  return plan.kind === "planned" && !isNothing(plan);
}

/** Why plans that lose data are not to be applied; `undefined` when they are, or lose none. */
export function lossRefusalOf(
  plans: ReadonlyMap<Stack, StackPlan>,
  { allowDataLoss }: ApprovalOptions,
): string | undefined {
  const losses = lossesOf(plans);
  if (allowDataLoss || losses.length === 0) return undefined;
  const lines = losses.map(
    ({ stack, address, action, loses }) => `  ${stack} ${address}: to ${action} it loses ${loses}`,
  );
  const advice =
    allowDataLoss === undefined
      ? "This command loses nothing of the kind: docs/guides/state-and-locks.md says how to keep it, and go on"
      : "If that is meant: --allow-data-loss";
  return `data or positions would be lost:\n${lines.join("\n")}\n${advice}`;
}
