import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { type Environment, loadEnvironment } from "../environments";
import { listSources } from "../sources";
import { type Results, report, skipAll, unplanned } from "./lifecycle/apply-account";
import { applyStacks, isNothing } from "./lifecycle/apply-stacks";
import { commandLine } from "./lifecycle/command-line";
import { confirm, isInteractive } from "./lifecycle/confirm";
import { describeEmptied, describeStays, staysAsJson } from "./lifecycle/destroy-table";
import { withEnvironmentLock } from "./lifecycle/environment-lock";
import { type LifecycleOptions, withLifecycleOptions } from "./lifecycle/options";
import { doneOf, isAllDone } from "./lifecycle/outcomes";
import { type DestroyPlan, planDestroy } from "./lifecycle/plan-destroy";
import { describePlans } from "./lifecycle/plan-table";
import { type Session, withSession } from "./lifecycle/session";
import type { Stack } from "./lifecycle/stacks";

interface DestroyOptions extends LifecycleOptions {
  readonly autoApprove: boolean;
  readonly confirm?: string;
}

const examples = `
Stacks go in the reverse order of an apply. What is protected (lifecycle.prevent_destroy) stays, with all that it needs;
so does the bootstrap's stack, which holds the states (docs/guides/deploy.md says how that goes).

Examples:
  weir destroy
  weir destroy --stack delivery --auto-approve
  weir destroy --env prod --confirm prod

Exit codes: 0 destroyed but for what is protected, 1 an error, or nobody agreed.`;

/** Adds `weir destroy`: removes an environment but for what is protected. */
export function registerDestroy(program: Command): void {
  withLifecycleOptions(program.command("destroy").description("Remove an environment, or some of its stacks."))
    .option("--auto-approve", "ask nothing, unless the environment is protected", false)
    .option("--confirm <environment>", "agree, also for a protected environment, by its name")
    .addHelpText("after", examples)
    .action(destroy);
}

async function destroy(options: DestroyOptions): Promise<void> {
  verifyAllowed(loadEnvironment(options.env, await listSources()), options);
  const folder = await mkdtemp(join(tmpdir(), "weir-destroy-"));
  try {
    await withSession(options, (session) =>
      withEnvironmentLock(session.target, async () => {
        const outcomes = await planDestroy(session, folder);
        const plans = doneOf(outcomes);
        const results = isAllDone(outcomes) ? await destroyPlanned(session, plans, options) : unplanned(outcomes);
        report(session, results, options, commandLine(), { stays: staysAsJson(plans) });
        process.stderr.write(describeStays(plans));
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws Error when nobody could agree later, or agrees to another environment */
function verifyAllowed(
  { name, deletionProtection }: Environment,
  { autoApprove, confirm: typed }: DestroyOptions,
): void {
  if (typed === name) return;
  if (typed !== undefined) throw new Error(`--confirm is ${typed}, but the environment is ${name}: give its name`);
  if (isInteractive()) return;
  if (deletionProtection)
    throw new Error(`environment ${name} is protected (deletionProtection): --confirm ${name} destroys it`);
  if (!autoApprove)
    throw new Error(`there is no terminal to ask for approval on: give --auto-approve, or --confirm ${name}`);
}

async function destroyPlanned(
  session: Session,
  planned: ReadonlyMap<Stack, DestroyPlan>,
  options: DestroyOptions,
): Promise<Results> {
  const plans = new Map([...planned].map(([stack, { plan }]) => [stack, plan]));
  const isAnything = ![...plans.values()].every(isNothing);
  if (isAnything) {
    say(`${describePlans(plans, process.stderr.isTTY)}\n${describeEmptied(plans)}${describeStays(planned)}`);
    if (!(await isAgreed(session, options))) return skipAll(plans.keys(), "nobody agreed");
  }
  return applyStacks(session, plans, { order: "dependents", prepare: (_, plan) => Promise.resolve(plan) });
}

async function isAgreed({ target, interrupt }: Session, options: DestroyOptions): Promise<boolean> {
  const { name, deletionProtection } = target.environment;
  if (options.confirm === name) return true;
  if (deletionProtection) return confirm(`Destroy this? ${name} is a protected environment.`, name, interrupt.signal);
  return options.autoApprove || confirm(`Destroy this in ${name}?`, "yes", interrupt.signal);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
