import type { Outcome } from "./run-stacks";
import type { Stack } from "./stacks";
import { TerraformError } from "./terraform-error";

/** The values of the stacks that are done. */
export function doneOf<T>(outcomes: ReadonlyMap<Stack, Outcome<T>>): Map<Stack, T> {
  return new Map(
    [...outcomes].flatMap(([stack, outcome]) => (outcome.kind === "done" ? [[stack, outcome.value] as const] : [])),
  );
}

/** Whether every stack is done. */
export function isAllDone(outcomes: ReadonlyMap<Stack, Outcome<unknown>>): boolean {
  return [...outcomes.values()].every(({ kind }) => kind === "done");
}

/** What the stacks that failed had to say, whole, each under its name. */
export function describeFailures(outcomes: ReadonlyMap<Stack, Outcome<unknown>>): string {
  return [...outcomes]
    .flatMap(([stack, outcome]) => (outcome.kind === "failed" ? [`\n${stack.name}:\n${wordsOf(outcome.error)}`] : []))
    .join("\n");
}

/** What went wrong, for people; of a mistake of ours the trace as well. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOurs = !(error instanceof TerraformError) && Boolean(process.env["WEIR_DEBUG"]);
  return (isOurs && error.stack) || error.message;
}
