import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { ciRolesOf } from "./ci-roles";
import { type Results, report, unplanned } from "./lifecycle/apply-account";
import { applyPlans } from "./lifecycle/apply-plans";
import { stackWithLocalState } from "./lifecycle/bootstrap-stack";
import { findState, isMadeByOthers, keepUnfinished, madeMeanwhile, moveState } from "./lifecycle/bootstrap-state";
import { countByAction } from "./lifecycle/change";
import { commandLine } from "./lifecycle/command-line";
import { isInteractive } from "./lifecycle/confirm";
import { withTargetOptions } from "./lifecycle/options";
import { doneOf, isAllDone } from "./lifecycle/outcomes";
import { planStacks } from "./lifecycle/plan-stacks";
import { type Session, withBootstrapSession } from "./lifecycle/session";

interface BootstrapOptions {
  readonly env: string;
  readonly autoApprove: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly endpoint?: string;
}

const examples = `
It makes the bucket that keeps the states of all stacks, the key that encrypts them, and the roles of the continuous
integration where the environment's file has "ci". Its own state is in this checkout until there is a bucket, and then
moves there. Run it once for an environment, and again whenever that part of its file changes; an interrupted run goes
on. A person runs it, with rights that the continuous integration does not have.

Examples:
  weir bootstrap
  weir bootstrap --env prod --auto-approve

Exit codes: 0 all is there, 1 an error, or nobody agreed.`;

/** Adds `weir bootstrap`: makes what Terraform itself needs. */
export function registerBootstrap(program: Command): void {
  withTargetOptions(
    program.command("bootstrap").description("Make an environment's state bucket and the roles of its CI."),
  )
    .option("--auto-approve", "ask nothing", false)
    .option("--verbose", "show what Terraform prints, not only where it fails", false)
    .addHelpText("after", examples)
    .action(bootstrap);
}

async function bootstrap(options: BootstrapOptions): Promise<void> {
  if (!isInteractive() && !options.autoApprove) {
    throw new Error("there is no terminal to ask for approval on: run it on one, or with --auto-approve");
  }
  const folder = await mkdtemp(join(tmpdir(), "weir-bootstrap-"));
  try {
    await withBootstrapSession(options, (session) => make(session, folder, options));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function make(session: Session, folder: string, options: BootstrapOptions): Promise<void> {
  const { target, chosen } = session;
  const [stack] = chosen;
  if (!stack) throw new Error("the session of weir bootstrap has no stack");
  const { place, state } = await findState(session, stack);
  const isLocal = place === "checkout";
  const running = isLocal ? await stackWithLocalState(target, stack) : stack;
  await keepUnfinished(session, running, state);
  const results = await applyOne({ ...session, chosen: [running] }, folder, options);
  const result = results.get(running);
  if (result?.outcome !== "applied" && result?.outcome !== "unchanged") {
    report(session, results, options, commandLine());
    if (isLocal && (await isMadeByOthers(target))) say(madeMeanwhile(target));
    return;
  }
  if (isLocal) await moveState(session, stack);
  if (options.verbose) say(result.outcome === "applied" ? result.output : result.plan.output);
  const account = accountOf(session);
  const { outcome, seconds, plan } = result;
  const json = { ...account, outcome, changes: countByAction(plan.changes), seconds };
  process.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : describe(account)}\n`);
}

async function applyOne(session: Session, folder: string, { autoApprove }: BootstrapOptions): Promise<Results> {
  const outcomes = await planStacks(session, folder);
  if (!isAllDone(outcomes)) return unplanned(outcomes);
  return applyPlans(session, doneOf(outcomes), { autoApprove, isApproved: false, folder });
}

/** What there is once the bootstrap is done. */
interface Account {
  readonly environment: string;
  readonly stateBucket: string;
  readonly stateKey: string;
  readonly ciRoles: ReturnType<typeof ciRolesOf>;
}

function accountOf({ target: { environment, names } }: Session): Account {
  return {
    environment: environment.name,
    stateBucket: names.stateBucket.name,
    stateKey: names.stateKey("bootstrap"),
    ciRoles: ciRolesOf(environment),
  };
}

function describe({ environment, stateBucket, stateKey, ciRoles }: Account): string {
  return [
    `  state bucket  ${stateBucket}; this stack's own state is ${stateKey} there`,
    ...(ciRoles ? [`  CI plans as   ${ciRoles.plan}`, `  CI applies as ${ciRoles.apply}`] : []),
    "",
    `Next: weir plan --env ${environment}`,
  ].join("\n");
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
