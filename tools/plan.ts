import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { countByAction } from "./lifecycle/change";
import { quoted } from "./lifecycle/command-line";
import { verifyFlinkJar } from "./lifecycle/flink-jar";
import { keepPlans } from "./lifecycle/kept-plans";
import { type LifecycleOptions, withLifecycleOptions } from "./lifecycle/options";
import { describeFailures, doneOf, isAllDone, wordsOf } from "./lifecycle/outcomes";
import { plansAsMarkdown } from "./lifecycle/plan-markdown";
import type { StackPlan } from "./lifecycle/plan-stack";
import { planStacks } from "./lifecycle/plan-stacks";
import { describePlans, lossesOf } from "./lifecycle/plan-table";
import type { Outcome } from "./lifecycle/run-stacks";
import { type Session, withSession } from "./lifecycle/session";
import type { Stack } from "./lifecycle/stacks";

interface PlanOptions extends LifecycleOptions {
  readonly out?: string;
  readonly markdown?: string;
}

const examples = `
Stacks are planned side by side. One that needs what another has not been applied for yet says so, and can be planned
once that is. Nothing is changed.

Examples:
  weir plan
  weir plan --env prod --stack processing
  weir plan --env prod --out plans && weir apply --env prod --plan plans
  weir plan --env staging --markdown plan.md

Exit codes: 0 planned (whether or not there is something to do), 1 a stack can't be planned.`;

/** Adds `weir plan`: what an apply would do. */
export function registerPlan(program: Command): void {
  withLifecycleOptions(program.command("plan").description("Show what an apply would change in AWS."))
    .option("--out <folder>", "keep the plans there, for weir apply --plan; they hold secrets as the state does")
    .option("--markdown <file>", "write a comment for a pull request")
    .addHelpText("after", examples)
    .action(plan);
}

async function plan(options: PlanOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weir-plan-"));
  try {
    await withSession(options, async (session) => {
      await verifyFlinkJar(session.chosen);
      const outcomes = await planStacks(session, folder);
      await report(session, outcomes, options);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(
  session: Session,
  outcomes: ReadonlyMap<Stack, Outcome<StackPlan>>,
  { out, markdown, json, verbose }: PlanOptions,
): Promise<void> {
  const plans = doneOf(outcomes);
  if (verbose) for (const [{ name }, plan] of plans) if (plan.kind === "planned") say(`\n${name}:\n${plan.output}`);
  if (json) process.stdout.write(`${JSON.stringify(asJson(session, outcomes), null, 2)}\n`);
  if (!isAllDone(outcomes)) {
    process.exitCode = 1;
    // Half of an environment's plans are no plan of the environment.
    say(describeFailures(outcomes));
    return;
  }
  if (!json) process.stdout.write(`${describePlans(plans, process.stdout.isTTY)}\n`);
  if (markdown !== undefined) await writeFile(markdown, plansAsMarkdown(session.target, plans));
  if (out === undefined) return;
  await keepPlans(out, session, plans);
  say(`\nThe plans are kept in ${out}: weir apply --env ${session.target.environment.name} --plan ${quoted(out)}`);
}

function asJson({ target }: Session, outcomes: ReadonlyMap<Stack, Outcome<StackPlan>>) {
  const stacks = [...outcomes].map(([{ name }, outcome]) => [name, stackAsJson(outcome)]);
  return {
    environment: target.environment.name,
    stacks: Object.fromEntries(stacks),
    losses: lossesOf(doneOf(outcomes)),
  };
}

function stackAsJson(outcome: Outcome<StackPlan>) {
  if (outcome.kind === "skipped") return { outcome: "skipped", because: outcome.because };
  const { seconds } = outcome;
  if (outcome.kind === "failed") return { outcome: "failed", seconds, error: wordsOf(outcome.error) };
  const { value } = outcome;
  if (value.kind === "waiting") return { outcome: "waiting", seconds, waitsFor: value.stacks };
  const { changes, outputs } = value;
  return { outcome: "planned", seconds, counts: countByAction(changes), changes, outputs };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
