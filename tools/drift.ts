import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { driftAsJunit } from "./lifecycle/drift/drift-junit";
import { driftAsMarkdown } from "./lifecycle/drift/drift-markdown";
import { describeDrift } from "./lifecycle/drift/drift-table";
import { driftOf, isDrifted, type StackDrift, summaryOf } from "./lifecycle/drift/stack-drift";
import { type LifecycleOptions, withLifecycleOptions } from "./lifecycle/options";
import { describeFailures, doneOf, isAllDone, wordsOf } from "./lifecycle/outcomes";
import type { StackPlan } from "./lifecycle/plan-stack";
import { planStacks } from "./lifecycle/plan-stacks";
import type { Outcome } from "./lifecycle/run-stacks";
import { type Session, withSession } from "./lifecycle/session";
import type { Stack } from "./lifecycle/stacks";

interface DriftOptions extends LifecycleOptions {
  readonly explain: boolean;
  readonly markdown?: string;
  readonly junit?: string;
}

const examples = `
Compares what the last apply left, what AWS has now, and what the code says. What was changed outside is told apart from
code that is not applied yet. What is no drift, such as a time that AWS keeps, is counted; --verbose and --json list it.
Nothing is changed.

Examples:
  weir drift
  weir drift --env prod --stack streaming --explain
  weir drift --env prod --markdown drift.md --junit drift.xml

Exit codes: 0 AWS is what the code says, 2 it is not, 1 a stack can't be compared.`;

/** Adds `weir drift`: where AWS is not what the code says. */
export function registerDrift(program: Command): void {
  withLifecycleOptions(program.command("drift").description("Show where AWS is not what the code says."))
    .option("--explain", "say for each difference how to mend AWS, or else the code", false)
    .option("--markdown <file>", "write the text of an issue")
    .option("--junit <file>", "write a JUnit report, a test case a stack")
    .addHelpText("after", examples)
    .action(drift);
}

async function drift(options: DriftOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weir-drift-"));
  try {
    await withSession(options, async (session) => {
      const plans = await planStacks(session, folder, {
        readsDrift: true,
        summary: (plan) => summaryOf(driftOf(plan)),
      });
      await report(session, plans, options);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(
  { target }: Session,
  plans: ReadonlyMap<Stack, Outcome<StackPlan>>,
  { json, verbose, explain, markdown, junit }: DriftOptions,
): Promise<void> {
  const { name } = target.environment;
  const outcomes = new Map([...plans].map(([stack, outcome]) => [stack, driftOfOutcome(outcome)]));
  const drifts = doneOf(outcomes);
  const isComplete = isAllDone(outcomes);
  const hasDrifted = [...drifts.values()].some(isDrifted);
  if (verbose) sayOutputs(doneOf(plans));
  const format = { isExplained: explain, isVerbose: verbose, isComplete, isColoured: process.stdout.isTTY };
  const text = json ? asJson(name, outcomes) : describeDrift(drifts, { environment: name, ...format });
  process.stdout.write(text && `${text}\n`);
  if (junit !== undefined) await writeFile(junit, driftAsJunit(name, outcomes));
  // An issue of half an environment would say that the other half is well.
  if (markdown !== undefined && isComplete) await writeFile(markdown, driftAsMarkdown(target, drifts, explain));
  if (!isComplete) say(describeFailures(outcomes));
  process.exitCode = isComplete ? (hasDrifted ? 2 : 0) : 1;
}

function sayOutputs(plans: ReadonlyMap<Stack, StackPlan>): void {
  for (const [{ name }, plan] of plans) if (plan.kind === "planned") say(`\n${name}:\n${plan.output}`);
}

function driftOfOutcome(outcome: Outcome<StackPlan>): Outcome<StackDrift> {
  return outcome.kind === "done" ? { ...outcome, value: driftOf(outcome.value) } : outcome;
}

function asJson(environment: string, outcomes: ReadonlyMap<Stack, Outcome<StackDrift>>): string {
  const stacks = Object.fromEntries([...outcomes].map(([{ name }, outcome]) => [name, stackAsJson(outcome)]));
  return JSON.stringify({ environment, stacks }, null, 2);
}

function stackAsJson(outcome: Outcome<StackDrift>) {
  if (outcome.kind === "skipped") return { outcome: "skipped", because: outcome.because };
  const { seconds } = outcome;
  if (outcome.kind === "failed") return { outcome: "failed", seconds, error: wordsOf(outcome.error) };
  const { value } = outcome;
  if (value.kind === "waiting") return { outcome: "waiting", seconds, waitsFor: value.stacks };
  return { outcome: "compared", seconds, findings: value.findings, incidental: value.incidental };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
