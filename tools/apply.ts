import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { type Results, report, unplanned } from "./lifecycle/apply-account";
import { applyPlans } from "./lifecycle/apply-plans";
import { commandLine, quoted } from "./lifecycle/command-line";
import { isInteractive } from "./lifecycle/confirm";
import { withEnvironmentLock } from "./lifecycle/environment-lock";
import { verifyFlinkJar } from "./lifecycle/flink-jar";
import { readKeptPlans } from "./lifecycle/kept-plans";
import { type LifecycleOptions, withLifecycleOptions } from "./lifecycle/options";
import { doneOf, isAllDone } from "./lifecycle/outcomes";
import { planStacks } from "./lifecycle/plan-stacks";
import { type Session, withSession } from "./lifecycle/session";

interface ApplyOptions extends LifecycleOptions {
  readonly plan?: string;
  readonly autoApprove: boolean;
  readonly allowDataLoss: boolean;
}

const examples = `
Stacks are planned, shown, and applied once you agree. One whose plan turns out another, since a stack before it has new
outputs, is shown again. Meanwhile the environment is locked: a second apply fails, and names who runs the first.

Examples:
  weir apply
  weir apply --env prod --stack streaming --stack processing
  weir plan --env prod --out plans && weir apply --env prod --plan plans
  weir apply --env staging --auto-approve --json

Exit codes: 0 applied, 1 an error, or nobody agreed; the account says what is done, and how to go on.`;

/** Adds `weir apply`: makes AWS what the code says. */
export function registerApply(program: Command): void {
  withLifecycleOptions(program.command("apply").description("Make AWS what the code says."))
    .option("--plan <folder>", "apply the plans that weir plan --out kept there, which were approved as they are")
    .option("--auto-approve", "ask nothing, also where a stack has to be planned again", false)
    .option("--allow-data-loss", "allow changes that destroy data or a position in a stream", false)
    .addHelpText("after", examples)
    .action(apply);
}

async function apply(options: ApplyOptions): Promise<void> {
  if (!isInteractive() && !options.autoApprove && options.plan === undefined) {
    throw new Error(
      "there is no terminal to ask for approval on: give --plan FOLDER with plans that were approved, or --auto-approve",
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "weir-apply-"));
  try {
    await withSession(options, (session) =>
      withEnvironmentLock(session.target, async () => {
        const results = await applyChosen(session, folder, options);
        report(session, results, options, goOn(session, options));
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function applyChosen(session: Session, folder: string, options: ApplyOptions): Promise<Results> {
  if (options.plan !== undefined) {
    const plans = await readKeptPlans(options.plan, session, options.stack);
    await verifyFlinkJar(plans.keys());
    return applyPlans(session, plans, { ...options, isApproved: true, folder });
  }
  await verifyFlinkJar(session.chosen);
  const outcomes = await planStacks(session, folder);
  if (!isAllDone(outcomes)) return unplanned(outcomes);
  return applyPlans(session, doneOf(outcomes), { ...options, isApproved: false, folder });
}

/** Kept plans are used up by the first stack that is applied. */
function goOn({ target }: Session, { plan, stack }: ApplyOptions): string {
  if (plan === undefined) return commandLine();
  const stacks = stack.map((name) => ` --stack ${name}`).join("");
  return `weir plan --env ${target.environment.name}${stacks} --out ${quoted(plan)}, and once that is approved: ${commandLine()}`;
}
