import { styleText } from "node:util";
import { countOf } from "./apply-stack";
import type { StackResult } from "./apply-stacks";
import { countByAction } from "./change";
import type { LifecycleOptions } from "./options";
import { wordsOf } from "./outcomes";
import type { Outcome } from "./run-stacks";
import type { Session } from "./session";
import type { Stack } from "./stacks";

/** What became of every stack. */
export type Results = ReadonlyMap<Stack, StackResult>;

/**
 * Says what became of every stack, and how to go on where something failed; then the command ends with 1.
 * @param goOn the command that goes on
 * @param details further fields of the account for machines
 */
export function report(
  { target, interrupt }: Session,
  results: Results,
  { json, verbose }: Pick<LifecycleOptions, "json" | "verbose">,
  goOn: string,
  details: object = {},
): void {
  const { name: environment } = target.environment;
  if (verbose) say(outputsOf(results));
  if (json)
    process.stdout.write(`${JSON.stringify({ environment, stacks: resultsAsJson(results), ...details }, null, 2)}\n`);
  else process.stdout.write(`${describeResults(results, process.stdout.isTTY)}\n`);
  if (isWell(results)) return;
  process.exitCode = 1;
  say(describeErrors(results));
  if (interrupt.signal.aborted) say("Interrupted: nothing more was begun.");
  // Where nobody agreed, nothing has begun.
  if ([...results.values()].some(({ outcome }) => outcome !== "skipped")) say(`To go on: ${goOn}`);
}

/** Whether every stack is as it was to be. */
export function isWell(results: Results): boolean {
  return [...results.values()].every(({ outcome }) => outcome === "applied" || outcome === "unchanged");
}

/** The account of stacks that were not begun. */
export function skipAll(stacks: Iterable<Stack>, because: string): Results {
  return new Map([...stacks].map((stack) => [stack, { outcome: "skipped", because }]));
}

/** The account of a command that could not even plan every stack, and so applied none. */
export function unplanned(outcomes: ReadonlyMap<Stack, Outcome<unknown>>): Results {
  const results = [...outcomes].map(([stack, outcome]): [Stack, StackResult] => {
    if (outcome.kind === "skipped") return [stack, { outcome: "skipped", because: outcome.because }];
    if (outcome.kind === "done") return [stack, { outcome: "skipped", because: "not every stack can be planned" }];
    return [stack, { outcome: "failed", done: 0, seconds: outcome.seconds, error: outcome.error }];
  });
  return new Map(results);
}

function say(text: string): void {
  if (text !== "") process.stderr.write(`${text}\n`);
}

function outputsOf(results: Results): string {
  return [...results]
    .flatMap(([{ name }, result]) => (result.outcome === "applied" ? [`\n${name}:\n${result.output}\n`] : []))
    .join("");
}

const marks = { applied: "✔", unchanged: "✔", failed: "✖", skipped: "–" } as const;
const colours = { applied: "green", unchanged: "gray", failed: "red", skipped: "yellow" } as const;

/** A line a stack, for people. */
function describeResults(results: Results, isColoured: boolean): string {
  const width = Math.max(0, ...[...results.keys()].map(({ name }) => name.length));
  const lines = [...results].map(([{ name }, result]) => {
    const line = `  ${marks[result.outcome]} ${name.padEnd(width)}  ${describeResult(result)}`;
    return isColoured ? styleText(colours[result.outcome], line, { validateStream: false }) : line;
  });
  return lines.join("\n");
}

function describeResult(result: StackResult): string {
  if (result.outcome === "unchanged") return "nothing to do";
  if (result.outcome === "skipped") return `not begun: ${result.because.split("\n")[0]?.replace(/:$/, "")}`;
  const { plan } = result;
  const seconds = `${result.seconds.toFixed(1)} s`;
  if (result.outcome === "applied") return `${changesOf(countOf(result.plan))} done in ${seconds}`;
  return plan
    ? `failed with ${result.done} of ${changesOf(countOf(plan))} done, after ${seconds}`
    : `failed after ${seconds}`;
}

function changesOf(count: number): string {
  return count === 1 ? "1 change" : `${count} changes`;
}

/** What the stacks that failed had to say, whole, each under its name. */
function describeErrors(results: Results): string {
  return [...results]
    .flatMap(([{ name }, result]) => (result.outcome === "failed" ? [`\n${name}:\n${wordsOf(result.error)}\n`] : []))
    .join("");
}

/** The account for machines. */
function resultsAsJson(results: Results) {
  return Object.fromEntries([...results].map(([{ name }, result]) => [name, resultAsJson(result)]));
}

function resultAsJson(result: StackResult) {
  const { outcome } = result;
  if (result.outcome === "skipped") return { outcome, because: result.because };
  const { seconds, plan } = result;
  const changes = plan && countByAction(plan.changes);
  if (result.outcome !== "failed") return { outcome, changes, seconds };
  return { outcome, changes, done: result.done, of: plan && countOf(plan), seconds, error: wordsOf(result.error) };
}
